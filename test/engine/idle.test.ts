import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchIdleness, watchVisitors } from '../../src/engine/host/idle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const afterMs = 30 * 60 * 1000;

it('ends after the time without a client', async () => {
  const end = vi.fn();
  watchIdleness(afterMs, async () => false, end);
  await vi.advanceTimersByTimeAsync(afterMs - 1);
  expect(end).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(end).toHaveBeenCalledOnce();
});

it('counts from when the last client went', async () => {
  const end = vi.fn();
  const watch = watchIdleness(afterMs, async () => false, end);
  watch.arrive();
  watch.arrive();
  await vi.advanceTimersByTimeAsync(3 * afterMs);
  watch.depart();
  await vi.advanceTimersByTimeAsync(3 * afterMs);
  expect(end).not.toHaveBeenCalled();
  watch.depart();
  await vi.advanceTimersByTimeAsync(afterMs);
  expect(end).toHaveBeenCalledOnce();
});

it('waits for who uses an engine directly', async () => {
  const end = vi.fn();
  let busy = true;
  watchIdleness(afterMs, async () => busy, end);
  await vi.advanceTimersByTimeAsync(2 * afterMs);
  expect(end).not.toHaveBeenCalled();
  busy = false;
  await vi.advanceTimersByTimeAsync(afterMs);
  expect(end).toHaveBeenCalledOnce();
});

it('does not end for a client that comes while it asks', async () => {
  const end = vi.fn();
  const watch = watchIdleness(
    afterMs,
    async () => {
      watch.arrive();
      return false;
    },
    end,
  );
  await vi.advanceTimersByTimeAsync(2 * afterMs);
  expect(end).not.toHaveBeenCalled();
});

it('takes an engine that does not answer for engaged once, and then for hung', async () => {
  const hung = () => Promise.reject(new Error('no answer'));
  const idle = () => Promise.resolve(0);
  let engines = [idle, hung];
  const busy = watchVisitors(() => engines.map((count) => count()));
  expect([await busy(), await busy()]).toEqual([true, false]);
  engines = [idle];
  expect(await busy()).toBe(false);
  engines = [hung];
  expect(await busy()).toBe(true);
  engines = [hung, () => Promise.resolve(1)];
  expect(await busy()).toBe(true);
});
