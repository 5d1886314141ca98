import { afterEach, describe, expect, it } from 'vitest';
import { holdClock, releaseClock } from '../../../src/engine/clock.ts';
import type { NamedLimit, SeveralRule } from '../../../src/limiter/several.ts';
import { makeScript } from '../../../src/limiter/script.ts';
import { burst } from '../../../src/traffic/burst.ts';
import { asLimiter, tally } from '../../../src/traffic/several.ts';
import { engine, keys, lookAlike, prefix, subjectOf } from './workbench.ts';

const clients = 50;
const count = lookAlike ? 600 : 3_000;
/** Thirty years: nothing frees while the test runs. */
const periodMs = 1e12;
const limits: NamedLimit[] = [200, 150, 170].map((limit, at) => ({
  name: `limit-${at + 1}`,
  shared: false,
  limit,
  periodMs,
}));

afterEach(() => releaseClock(engine, prefix));

async function send(rule: SeveralRule) {
  const script = makeScript(rule, subjectOf(rule).text);
  const own = { ship: 'ship', rule, script, limits, keys: keys.slice(0, limits.length) };
  const jumps = await burst(engine, asLimiter(own), { prefix, cost: 1, count, clients, arrivedMs: 0 });
  expect(jumps).toHaveLength(count);
  return { counts: tally(own, jumps), allowed: jumps.filter(({ allowed }) => allowed).length };
}

describe.each(['held', 'live'] as const)(
  `${count} jumps of ${clients} clients at once on the %s clock`,
  (clock) => {
    it('never exceed the smallest of limits that must all have room', async () => {
      if (clock === 'held') await holdClock(engine, prefix, 1_700_000_000_000);
      expect(await send('all-or-nothing')).toEqual({
        allowed: 150,
        counts: { 'limit-1': 0, 'limit-2': count - 150, 'limit-3': 0 },
      });
    });

    it('fill one tier after the other, and none above its limit', async () => {
      if (clock === 'held') await holdClock(engine, prefix, 1_700_000_000_000);
      expect(await send('first-that-fits')).toEqual({
        allowed: 520,
        counts: { 'limit-1': 200, 'limit-2': 150, 'limit-3': 170 },
      });
    });
  },
);
