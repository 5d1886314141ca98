import { afterEach, describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { holdClock, releaseClock } from '../../src/engine/clock.ts';
import type { Target } from '../../src/limiter/jump.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { burst } from '../../src/traffic/burst.ts';
import { readLua } from './trace.ts';
import { engine, key, lookAlike, prefix } from './workbench.ts';

const clients = 100;
// The look-alike runs them one by one, in WebAssembly.
const count = lookAlike ? 2_000 : 10_000;
const limit = 1_000;
const capacity = 700;
/** Thirty years: nothing frees while the test runs, and no window ends. */
const periodMs = 1e12;
const startMs = 1_700_000_000_000;

afterEach(() => releaseClock(engine, prefix));

describe.each(correct)(`${count} jumps of ${clients} clients at once: $name`, (algorithm) => {
  const { name, bucket } = algorithm;
  const target: Target = {
    ship: 'ship',
    drive: { algorithm: name, limit, periodMs, ...(bucket && { capacity }) },
    algorithm,
    key,
    scripts: makeScripts(`lua/${name}.lua`, readLua(name)),
  };
  const admitted = async () => {
    const jumps = await burst(engine, target, { prefix, cost: 1, count, clients, arrivedMs: startMs });
    expect(jumps).toHaveLength(count);
    return jumps.filter(({ allowed }) => allowed).length;
  };
  const most = bucket ? capacity : limit;

  it(`admits exactly ${most} on the held clock`, async () => {
    await holdClock(engine, prefix, startMs);
    expect(await admitted()).toBe(most);
  });

  it(`admits exactly ${most} on the live clock`, async () => {
    expect(await admitted()).toBe(most);
  });
});
