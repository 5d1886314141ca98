/** How the scripts of several limits are called, what they refuse, and what they leave in the server. */
import { beforeEach, describe, expect, it } from 'vitest';
import { combined } from '../../../src/algorithms/combined.ts';
import { readContractReply } from '../../../src/limiter/contract.ts';
import { mostLimits, readSeveral } from '../../../src/limiter/several.ts';
import { maxExact } from '../check.ts';
import { readLua } from '../trace.ts';
import { engine, keys } from './workbench.ts';

const [first, second] = keys as [string, string];

beforeEach(async () => {
  await engine.call('UNLINK', ...keys);
});

const seen = async () => (await Promise.all(keys.map((key) => engine.call('EXISTS', key)))).map(Number);
const none = keys.map(() => 0);

describe.each(combined)('$name', ({ name, rule }) => {
  const text = readLua(name);
  const call = (args: readonly (string | number)[], on: readonly string[] = [first, second]) =>
    engine.call('EVAL', text, on.length, ...on, ...args);
  const good = [1, '1000000', 5, 1000, '', 7, 60_000, '3'];

  it.each([
    ['cost', [0], ['', '-1', '1.5', '1e3', ' 1', 'x', '4503599627370497']],
    ['now_ms', [1], ['-1', '1.5', 'x', '4503599627370497']],
    ['limit of the 1st', [2], ['', '0', '-1', '1.5', '0x10', '4503599627370497']],
    ['period_ms of the 1st', [3], ['', '0', '1e3', '4503599627370497']],
    ['capacity of the 1st', [4], ['0', '-1', '2.5', '4503599627370497']],
    ['limit of the 2nd', [5], ['', '0', 'nan']],
    ['period_ms of the 2nd', [6], ['', '0', 'inf']],
    ['capacity of the 2nd', [7], ['0', 'x']],
    // What could not be counted exactly, alone or until it is as good as new.
    ['limit of the 1st', [2], [String(Math.floor(maxExact / 1000) + 1)]],
    ['capacity of the 2nd', [7], [String(Math.floor(maxExact / 60_000) + 1)]],
    ['period_ms of the 1st', [1], [String(maxExact - 999)]],
  ] as const)('refuses %s by name', async (argument, [at], values) => {
    const rule = new RegExp(`(^|ERR )${argument} must be `);
    for (const value of values) {
      await expect(call(good.with(at, value)), `${argument} ${value}`).rejects.toThrow(rule);
    }
    expect(await seen()).toEqual(none);
  });

  it.each([
    ['no key', [1, ''], [], /KEYS must be 1 to 16/],
    ['too many keys', [1, ''], [...keys, `${first}-more`], /KEYS must be 1 to 16/],
    ['too few arguments', good.slice(0, -1), [first, second], /ARGV must be cost/],
    ['too many arguments', [...good, 1], [first, second], /ARGV must be cost/],
    ['a key twice', good, [first, first], /the 2nd key must be its own: the 1st is the same/],
  ])('refuses %s', async (_, args, on, message) => {
    await expect(call(args, on)).rejects.toThrow(message);
    expect(await seen()).toEqual(none);
  });

  it(`decides ${mostLimits} limits, and touches their keys alone`, async () => {
    const args = [1, '1000000', ...keys.flatMap(() => [2, 1000, ''])];
    expect(readSeveral(rule, await call(args, keys), mostLimits).allowed).toBe(true);
    expect(await seen()).toEqual(rule === 'all-or-nothing' ? keys.map(() => 1) : none.with(0, 1));
  });

  it('leaves no key behind a look, a denial or an error', async () => {
    await call(good.with(0, 0));
    await call(good.with(0, 6));
    await expect(call(good.with(7, 'x'))).rejects.toThrow('capacity of the 2nd');
    expect(await seen()).toEqual(none);
  });

  it('says so where a key holds something else, and changes nothing', async () => {
    await engine.call('RPUSH', second, 'cargo');
    await expect(call(good)).rejects.toThrow('WRONGTYPE');
    await engine.call('SET', second, '1700000000000');
    await expect(call(good)).rejects.toThrow('the 2nd key holds no arrival time');
    expect(await engine.call('GET', second)).toBe('1700000000000');
    expect(await engine.call('EXISTS', first)).toBe(0);
  });

  it('goes by the server’s clock where it is told no instant', async () => {
    // A year: what frees while the test runs is less than a unit.
    const yearMs = 365 * 86_400_000;
    const live = [1, '', 2, yearMs, '', 1, yearMs, ''];
    const answers = [];
    for (let jump = 0; jump < 4; jump++) answers.push(readSeveral(rule, await call(live), 2));
    const admitted = rule === 'all-or-nothing' ? 1 : 3;
    expect(answers.map(({ allowed }) => allowed)).toEqual(answers.map((_, at) => at < admitted));
    const ttls = await Promise.all([first, second].map((key) => engine.call('PTTL', key)));
    for (const ttl of ttls) {
      expect(ttl).toBeGreaterThan(yearMs / 2 - 60_000);
      expect(ttl).toBeLessThanOrEqual(yearMs);
    }
  });

  it('keeps each limit as gcra does: either script goes on where the other stopped', async () => {
    const now = 1_700_000_000_000;
    const gcra = async (key: string, numbers: readonly (string | number)[], cost: number) => {
      const [limit, periodMs, capacity] = numbers as [number, number, string];
      const args = [limit, periodMs, cost, now, capacity];
      return readContractReply(await engine.call('EVAL', readLua('gcra'), 1, key, ...args));
    };
    const [one, two] = [
      [7, 86_400_000, ''],
      [3, 100_000_000, '5'],
    ];
    const asked = (cost: number) => call([cost, now, ...one!, ...two!]);
    await gcra(first, one!, 2);
    await gcra(second, two!, 1);
    const { standings } = readSeveral(rule, await asked(1), 2);
    for (const [at, [key, numbers]] of [[first, one!] as const, [second, two!] as const].entries()) {
      const { remaining, resetAfterMs } = standings[at]!;
      expect(await gcra(key, numbers, 0)).toEqual({
        allowed: true,
        retryAfterMs: 0,
        remaining,
        resetAfterMs,
      });
    }
    expect(standings.map(({ remaining }) => remaining)).toEqual(rule === 'all-or-nothing' ? [4, 3] : [4, 4]);
  });
});
