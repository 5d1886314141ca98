/** Mistakes beyond their smallest traces: the figures that lessons and articles tell. */
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { FlawRow } from '../../src/algorithms/algorithm.ts';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import type { Drive } from '../../src/limiter/decision.ts';
import { admitted, makeTarget, play, type Seen, type Stage } from './flawed-trace.ts';
import { readLua } from './trace.ts';
import { engineUrl } from '../support/engine-here.ts';

const engine = await openEngine('url', parseServerUrl(engineUrl));
const prefix = prefixOf(`t-flawed-more-${process.pid}`);
const stage: Stage = { engine, prefix };
const startMs = 1_700_000_040_000; // a whole minute

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

type Rows = readonly Omit<FlawRow, 'got' | 'due'>[];

async function run(name: string, drive: Omit<Drive, 'algorithm'>, rows: Rows): Promise<Seen[]> {
  const whole = rows.map((row) => ({ ...row, got: 0, due: 0 }));
  return play(stage, makeTarget(stage, name, drive), whole, startMs);
}

/** How many each row admits. */
async function counts(name: string, drive: Omit<Drive, 'algorithm'>, rows: Rows): Promise<number[]> {
  return (await run(name, drive, rows)).map(admitted);
}

const perMinute = (limit: number) => ({ limit, periodMs: 60_000 });
const keyOf = (name: string) => makeTarget(stage, name, perMinute(1)).key;

describe('a poller, twice a second, of 10 per minute', () => {
  const rows: Rows = [
    { atMs: 0, jumps: 12 },
    { atMs: 500, everyMs: 500, jumps: 64 },
  ];
  it.each([
    ['flawed/floored-refill', 0],
    ['flawed/undeclared-key', 0],
    ['token-bucket', 5],
  ])('of %s gets %i in the 32 s after it has emptied the bucket', async (name, got) => {
    expect(await counts(name, perMinute(10), rows)).toEqual([10, got]);
  });
});

describe('a bucket of 10 that refills one a minute', () => {
  const rows: Rows = [
    { atMs: 0, jumps: 10 },
    { atMs: 121_000, jumps: 10 },
  ];
  it.each([
    ['flawed/fixed-ttl', 10],
    ['flawed/floored-refill', 10],
    ['token-bucket', 2],
  ])('of %s admits %i after 121 s', async (name, got) => {
    expect(await counts(name, { ...perMinute(1), capacity: 10 }, rows)).toEqual([10, got]);
  });
});

describe('flawed/undeclared-key', () => {
  it('leaves a key behind that nobody was told of', async () => {
    await run('flawed/undeclared-key', perMinute(10), [{ atMs: 0, jumps: 1 }]);
    const key = keyOf('flawed/undeclared-key');
    await engine.call('DEL', key);
    expect(await engine.call('EXISTS', `${key}:last_refill`)).toBe(1);
  });

  it('takes an argument that nothing reads', () => {
    const code = readLua('flawed/undeclared-key').replaceAll(/^--.*$/gm, '');
    expect([1, 2, 3, 4].filter((index) => code.includes(`ARGV[${index}]`))).toEqual([1, 3, 4]);
  });
});

describe('several calls', () => {
  it('read-then-write lets everybody in who reads before anybody writes, and counts one', async () => {
    const rows: Rows = [
      { atMs: 0, jumps: 50, interleaved: true },
      { atMs: 0, jumps: 50 },
    ];
    expect(await counts('flawed/read-then-write', perMinute(5), rows)).toEqual([50, 4]);
    expect(await counts('fixed-window', perMinute(5), rows)).toEqual([5, 0]);
  });

  it('incr-then-expire locks everybody out for ever, once one caller has died', async () => {
    const rows: Rows = [
      { atMs: 0, jumps: 1, dies: true },
      { atMs: 1_000, jumps: 5 },
      { atMs: 366 * 86_400_000, jumps: 5 },
    ];
    const seen = await run('flawed/incr-then-expire', perMinute(5), rows);
    expect(seen.map(admitted)).toEqual([0, 4, 0]);
    expect(seen.map(({ ttlMs }) => ttlMs)).toEqual([null, null, null]);
  });

  it('second-call-remaining tells ten callers the same number', async () => {
    const rows: Rows = [{ atMs: 0, jumps: 10, interleaved: true }];
    const remaining = async (name: string) =>
      (await run(name, perMinute(20), rows))[0]!.told.map((one) => one!.remaining);
    expect(new Set(await remaining('flawed/second-call-remaining'))).toEqual(new Set([10]));
    expect(await remaining('fixed-window')).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10]);
  });
});

describe('windows', () => {
  it('fixed-as-sliding lets 19 of 10 through within 200 ms', async () => {
    const rows: Rows = [
      { atMs: 0, jumps: 1 },
      { atMs: 59_900, jumps: 20 },
      { atMs: 60_100, jumps: 20 },
    ];
    expect(await counts('flawed/fixed-as-sliding', perMinute(10), rows)).toEqual([1, 9, 10]);
    expect(await counts('sliding-window-log', perMinute(10), rows)).toEqual([1, 9, 1]);
  });

  it('charged-denials locks out even a caller that stays below the limit', async () => {
    const rows: Rows = [{ atMs: 0, everyMs: 40_000, jumps: 20 }];
    expect(await counts('flawed/charged-denials', perMinute(2), rows)).toEqual([2]);
    expect(await counts('fixed-window', perMinute(2), rows)).toEqual([20]);
  });

  it('compares-text is right at a limit of 9, and wrong at 10', async () => {
    const rows: Rows = [{ atMs: 0, jumps: 12 }];
    expect(await counts('flawed/compares-text', perMinute(9), rows)).toEqual([9]);
    expect(await counts('flawed/compares-text', perMinute(10), rows)).toEqual([2]);
  });

  it('expiry-from-caller and zero-ttl have no limit at all', async () => {
    const rows: Rows = [{ atMs: 0, jumps: 100, skewMs: -60_000 }];
    expect(await counts('flawed/expiry-from-caller', perMinute(1), rows)).toEqual([100]);
    expect(await counts('flawed/zero-ttl', { limit: 1, periodMs: 999 }, rows)).toEqual([100]);
    expect(await counts('flawed/zero-ttl', { limit: 1, periodMs: 1_000 }, rows)).toEqual([1]);
  });
});

describe('numbers', () => {
  it('client-clock is refilled again and again by two callers that disagree', async () => {
    const rows: Rows = Array.from({ length: 5 }, () => [
      { atMs: 0, jumps: 11, skewMs: 60_000 },
      { atMs: 0, jumps: 1, skewMs: 0 },
    ]).flat();
    expect(await counts('flawed/client-clock', perMinute(10), rows)).toEqual([
      10, 0, 10, 0, 10, 0, 10, 0, 10, 0,
    ]);
  });

  it('negative-cost fills the bucket for whoever asks', async () => {
    const rows: Rows = [
      { atMs: 0, jumps: 10 },
      { atMs: 0, jumps: 1, cost: -10 },
      { atMs: 0, jumps: 12 },
    ];
    expect(await counts('flawed/negative-cost', perMinute(10), rows)).toEqual([10, 1, 10]);
    const refused = await run('token-bucket', perMinute(10), rows);
    expect(refused.map((one) => one.refused)).toEqual([false, true, false]);
  });

  it('impossible-retry promises for ever', async () => {
    const rows: Rows = [{ atMs: 0, everyMs: 60_000, jumps: 5, cost: 2 }];
    const [seen] = await run('flawed/impossible-retry', perMinute(1), rows);
    expect(seen!.told.map((one) => one!.retryAfterMs)).toEqual([60_000, 60_000, 60_000, 60_000, 60_000]);
  });

  it('charged-cost locks everybody out for as long as the denied cost takes', async () => {
    const rows: Rows = [
      { atMs: 0, jumps: 1, cost: 60 },
      { atMs: 0, everyMs: 60_000, jumps: 60 },
    ];
    expect(await counts('token-bucket', perMinute(1), rows)).toEqual([0, 60]);
    expect(await counts('flawed/charged-cost', perMinute(1), rows)).toEqual([0, 0]);
  });

  it('lost-digits gives one name to ten jumps', async () => {
    const rows: Rows = [{ atMs: 0, jumps: 10 }];
    expect(await counts('flawed/lost-digits', perMinute(5), rows)).toEqual([10]);
    expect(await engine.call('ZRANGE', keyOf('flawed/lost-digits'), 0, -1)).toEqual(['jump:1.70000004e+15']);
  });
});
