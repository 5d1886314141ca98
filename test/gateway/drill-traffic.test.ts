import { beforeEach, expect, it } from 'vitest';
import type { Decider, Verdict } from '../../src/gateway/decider.ts';
import { startTraffic, type Decided } from '../../src/gateway/drill-traffic.ts';
import { FakeTime, settled } from './fake-time.ts';
import { ask } from './policies.ts';

const verdict: Verdict = { allowed: true, by: 'open', standings: [], deniedBy: null, retryAfterMs: 0 };

let time: FakeTime;
let seen: Decided[];
beforeEach(() => {
  time = new FakeTime();
  seen = [];
});

const decider = (decide: Decider['decide']): Decider => ({
  decide,
  health: () => ({ engine: 'up', since: 0 }),
  close: async () => {},
});

const start = (...deciders: Decider[]) =>
  startTraffic({
    deciders,
    ask: ask(),
    gapMs: 10,
    deadlineMs: 100,
    time: { now: time.now, wallMs: time.now, scheduler: time },
    seen: (one) => seen.push(one),
  });

const atOnce = decider(async () => verdict);
const after = (ms: number) =>
  decider(() => new Promise((resolve) => void time.after(ms, () => resolve(verdict))));

it('asks each gateway in turn, each request when it is due', async () => {
  const traffic = start(atOnce, atOnce, atOnce);
  await time.pass(45);
  expect(seen.map(({ gateway, askedMs }) => [gateway, askedMs])).toEqual([
    [1, 0],
    [2, 10],
    [3, 20],
    [1, 30],
    [2, 40],
  ]);
  expect(traffic.elapsedMs()).toBe(45);
  await traffic.stop();
  await time.pass(100);
  expect(seen).toHaveLength(5);
  expect(time.timers).toBe(0);
});

it('makes good for what a busy machine held up', async () => {
  let busyMs = 35;
  const busy = decider(async () => {
    time.skip(busyMs);
    busyMs = 0;
    return verdict;
  });
  const traffic = start(busy);
  await time.pass(0);
  expect(seen.map(({ askedMs }) => askedMs)).toEqual([0, 35, 35, 35]);
  await traffic.stop();
});

it('waits, when it is stopped, for what has been asked', async () => {
  const traffic = start(after(30));
  await time.pass(5);
  let stopped = false;
  const stopping = traffic.stop().then(() => (stopped = true));
  await settled();
  expect([stopped, seen.length]).toEqual([false, 0]);
  await time.pass(25);
  await stopping;
  expect(seen).toMatchObject([{ askedMs: 0, decidedMs: 30, late: false, verdict }]);
});

it.each([
  [100, false],
  [119, false],
  [121, true],
])('decided after %s ms where 100 are allowed: late is %s', async (ms, late) => {
  const traffic = start(after(ms));
  await time.pass(5);
  const stopping = traffic.stop();
  await time.pass(ms);
  await stopping;
  expect(seen).toMatchObject([{ decidedMs: ms, late }]);
});

it('tells of a gateway that fails to decide', async () => {
  const traffic = start(decider(() => Promise.reject(new Error('broken'))));
  await time.pass(0);
  await traffic.stop();
  expect(seen).toMatchObject([{ verdict: null }]);
});
