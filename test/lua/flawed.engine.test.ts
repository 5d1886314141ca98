/** The widespread mistakes, each seen to happen: what the lessons say of them is what a machine has seen. */
import { afterAll, afterEach, describe, expect, inject, it } from 'vitest';
import { findAlgorithm } from '../../src/algorithms/index.ts';
import { holdClock, releaseClock, warp } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { ownKey, prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import type { Decision } from '../../src/limiter/decision.ts';
import { jump, type Target } from '../../src/limiter/jump.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { readLua } from './trace.ts';

const engine = await openEngine('url', parseServerUrl(inject('engineUrl')));
const prefix = prefixOf(`t-flawed-${process.pid}`);
const startMs = 1_700_000_000_250;

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

function target(name: string, limit: number, periodMs: number): Target {
  const algorithm = findAlgorithm(name);
  return {
    ship: 'kobayashi',
    drive: { algorithm: name, limit, periodMs },
    algorithm,
    key: ownKey(prefix, 'kobayashi'),
    scripts: makeScripts(`lua/${name}.lua`, readLua(name)),
  };
}

/** Jumps on the held clock; each of `waits` is how long before that jump. */
async function jumps(ship: Target, waits: readonly number[], skewMs = 0): Promise<Decision[]> {
  const decisions: Decision[] = [];
  for (const wait of waits) {
    if (wait) await warp(engine, prefix, wait);
    decisions.push(await jump(engine, ship, { prefix, cost: 1, arrivedMs: startMs, skewMs }));
  }
  return decisions;
}

const count = (decisions: Decision[]) => decisions.filter(({ allowed }) => allowed).length;
const twenty = Array.from({ length: 20 }, (_, index) => (index ? 10 : 0));

describe('flawed/timestamp-as-member', () => {
  const flawed = 'flawed/timestamp-as-member';

  it('admits 20 of 20 in one second at a limit of 5: they overwrite each other', async () => {
    await holdClock(engine, prefix, startMs);
    const ship = target(flawed, 5, 60_000);
    expect(count(await jumps(ship, twenty))).toBe(20);
    expect(await engine.call('ZCARD', ship.key)).toBe(1);
  });

  it('where the repaired log admits 5', async () => {
    await holdClock(engine, prefix, startMs);
    const ship = target('sliding-window-log', 5, 60_000);
    expect(count(await jumps(ship, twenty))).toBe(5);
    expect(await engine.call('ZCARD', ship.key)).toBe(5);
  });

  it('says 4, then 3 remaining, and stays there', async () => {
    await holdClock(engine, prefix, startMs);
    const remaining = (await jumps(target(flawed, 5, 60_000), twenty)).map((decision) => decision.remaining);
    expect(remaining).toEqual([4, ...Array.from({ length: 19 }, () => 3)]);
  });

  it('limits only jumps of different seconds', async () => {
    await holdClock(engine, prefix, startMs);
    const decisions = await jumps(target(flawed, 5, 60_000), [0, 1000, 1000, 1000, 1000, 1000, 0, 1000]);
    expect(decisions.map(({ allowed }) => allowed)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('tells when the newest jump expires, not when a slot frees', async () => {
    await holdClock(engine, prefix, startMs);
    const decisions = await jumps(target(flawed, 2, 10_000), [0, 4000, 1000]);
    expect(decisions.map(({ allowed }) => allowed)).toEqual([true, true, false]);
    // The slot of the first jump frees 5 s from here.
    expect(decisions[2]!.resetAfterMs).toBe(9000);
    expect(decisions[2]!.retryAfterMs).toBeNull();
    const [refusedJustBefore, admitted] = await jumps(target(flawed, 2, 10_000), [4000, 1000]);
    expect([refusedJustBefore!.allowed, admitted!.allowed]).toEqual([false, true]);
  });

  it('where the repaired log tells when the slot frees', async () => {
    await holdClock(engine, prefix, startMs);
    const [, , denied] = await jumps(target('sliding-window-log', 2, 10_000), [0, 4000, 1000]);
    expect(denied).toEqual({ allowed: false, remaining: 0, retryAfterMs: 5000, resetAfterMs: 9000 });
  });

  it('believes a caller whose clock is two minutes ahead, who empties the log', async () => {
    await holdClock(engine, prefix, startMs);
    const ship = target(flawed, 5, 60_000);
    expect(count(await jumps(ship, [0, 1000, 1000, 1000, 1000, 1000]))).toBe(5);
    expect(count(await jumps(ship, [0], 120_000))).toBe(1);
    expect(await engine.call('ZRANGE', ship.key, 0, -1)).toEqual([String((startMs - 250 + 125_000) / 1000)]);
    expect(count(await jumps(ship, [0, 1000, 1000, 1000]))).toBe(4);
  });

  it('where the repaired log does not ask the caller what time it is', async () => {
    await holdClock(engine, prefix, startMs);
    const ship = target('sliding-window-log', 5, 60_000);
    expect(count(await jumps(ship, [0, 1000, 1000, 1000, 1000, 1000]))).toBe(5);
    expect(count(await jumps(ship, [0], 120_000))).toBe(0);
  });
});
