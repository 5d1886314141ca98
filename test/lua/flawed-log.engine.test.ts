/** The published sliding log, beyond its smallest trace: what mission 5 says of it is what a machine has seen. */
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { holdClock, releaseClock, warp } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import type { Decision } from '../../src/limiter/decision.ts';
import { jump, type Target } from '../../src/limiter/jump.ts';
import { makeTarget } from './flawed-trace.ts';
import { engineUrl } from '../support/engine-here.ts';

const engine = await openEngine('url', parseServerUrl(engineUrl));
const prefix = prefixOf(`t-flawed-log-${process.pid}`);
const startMs = 1_700_000_000_250;

beforeEach(() => holdClock(engine, prefix, startMs));
afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

const published = (limit: number, periodMs: number) =>
  makeTarget({ engine, prefix }, 'flawed/timestamp-as-member', { limit, periodMs });
const repaired = (limit: number, periodMs: number) =>
  makeTarget({ engine, prefix }, 'sliding-window-log', { limit, periodMs });

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

it('admits 20 of 20 in one second at a limit of 5: they overwrite each other', async () => {
  const ship = published(5, 60_000);
  expect(count(await jumps(ship, twenty))).toBe(20);
  expect(await engine.call('ZCARD', ship.key)).toBe(1);
});

it('where the repaired log admits 5', async () => {
  const ship = repaired(5, 60_000);
  expect(count(await jumps(ship, twenty))).toBe(5);
  expect(await engine.call('ZCARD', ship.key)).toBe(5);
});

it('says 4, then 3 remaining, and stays there', async () => {
  const remaining = (await jumps(published(5, 60_000), twenty)).map((decision) => decision.remaining);
  expect(remaining).toEqual([4, ...Array.from({ length: 19 }, () => 3)]);
});

it('limits only jumps of different seconds', async () => {
  const decisions = await jumps(published(5, 60_000), [0, 1000, 1000, 1000, 1000, 1000, 0, 1000]);
  expect(decisions.map(({ allowed }) => Number(allowed))).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
});

it('tells when the newest jump expires, not when a slot frees', async () => {
  const decisions = await jumps(published(2, 10_000), [0, 4000, 1000]);
  expect(decisions.map(({ allowed }) => allowed)).toEqual([true, true, false]);
  // The slot of the first jump frees 5 s from here.
  expect(decisions[2]!.resetAfterMs).toBe(9000);
  expect(decisions[2]!.retryAfterMs).toBeNull();
  const [refusedJustBefore, admitted] = await jumps(published(2, 10_000), [4000, 1000]);
  expect([refusedJustBefore!.allowed, admitted!.allowed]).toEqual([false, true]);
});

it('where the repaired log tells when the slot frees', async () => {
  const [, , denied] = await jumps(repaired(2, 10_000), [0, 4000, 1000]);
  expect(denied).toEqual({ allowed: false, remaining: 0, retryAfterMs: 5000, resetAfterMs: 9000 });
});

it('believes a caller whose clock is two minutes ahead, who empties the log', async () => {
  const ship = published(5, 60_000);
  expect(count(await jumps(ship, [0, 1000, 1000, 1000, 1000, 1000]))).toBe(5);
  expect(count(await jumps(ship, [0], 120_000))).toBe(1);
  expect(await engine.call('ZRANGE', ship.key, 0, -1)).toEqual([String((startMs - 250 + 125_000) / 1000)]);
  expect(count(await jumps(ship, [0, 1000, 1000, 1000]))).toBe(4);
});

it('where the repaired log does not ask the caller what time it is', async () => {
  const ship = repaired(5, 60_000);
  expect(count(await jumps(ship, [0, 1000, 1000, 1000, 1000, 1000]))).toBe(5);
  expect(count(await jumps(ship, [0], 120_000))).toBe(0);
});
