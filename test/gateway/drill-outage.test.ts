import { describe, expect, it } from 'vitest';
import type { OnError } from '../../src/gateway/decider.ts';
import { runOutage, type OutageOptions } from '../../src/gateway/drill-outage.ts';
import { DrillDouble } from './drill-double.ts';

const options = (onError: OnError): OutageOptions => ({
  gateways: 3,
  limit: 10,
  periodMs: 60_000,
  deadlineMs: 100,
  onError,
  localShare: 1 / 3,
  gapMs: 20,
  overMs: 3_000,
});

async function outage(onError: OnError, double = new DrillDouble(10)) {
  const running = runOutage(options(onError), double, double.needs);
  await double.time.pass(20_000);
  return running;
}

describe('an outage of a second', () => {
  it.each([
    ['open', 50, 0],
    ['closed', 0, 50],
    ['local', 9, 41],
  ] as const)('on error %s: of 50 requests %s are let through', async (onError, allowed, denied) => {
    const { phases } = await outage(onError);
    const by = { engine: 0, local: 0, open: 0, closed: 0 };
    expect(phases.before).toMatchObject({ asked: 50, allowed: 10, denied: 40, by: { ...by, engine: 50 } });
    expect(phases.away).toMatchObject({ asked: 50, allowed, denied, by: { ...by, [onError]: 50 } });
    expect(phases.back.by.engine).toBeGreaterThan(0);
    expect(phases.back.by.engine + phases.back.by[onError]).toBe(phases.back.asked);
    expect(Object.values(phases).map(({ failed, lateDecisions }) => failed + lateDecisions)).toEqual([
      0, 0, 0,
    ]);
  });

  it('is over when the last gateway has found the server again by itself', async () => {
    const double = new DrillDouble(10);
    const { marks, backAfterMs, allBackAfterMs, trouble } = await outage('open', double);
    expect(double.deeds).toEqual(['killed', 'started']);
    expect(marks).toMatchObject({ killedMs: 1_000, goneMs: 1_000, startedMs: 2_000 });
    // Pauses of 100, 200, 400 and 800 ms from the first request in vain, then the gateway's next request.
    expect([backAfterMs, allBackAfterMs]).toEqual([500, 540]);
    expect(marks.endMs).toBe(3_250);
    expect(trouble).toBe('The throwaway server is down.');
    expect(double.time.timers).toBe(0);
  });

  it('is an empty limiter afterwards', async () => {
    expect((await outage('closed')).memory).toEqual({ leftBefore: 0, leftAfter: 10, stateLost: true });
  });

  it('ends also where the server stays away from them', async () => {
    const double = new DrillDouble(10);
    const silent = Object.assign(Object.create(double) as DrillDouble, { startAgain: async () => {} });
    const { phases, backAfterMs, allBackAfterMs, memory } = await outage('closed', silent);
    expect([backAfterMs, allBackAfterMs, memory]).toEqual([null, null, null]);
    expect(phases.back.by.engine).toBe(0);
    expect(double.time.timers).toBe(0);
  });

  it('leaves nothing behind where the server does not start again', async () => {
    const double = new DrillDouble(10);
    const broken = Object.assign(Object.create(double) as DrillDouble, {
      startAgain: () => Promise.reject(new Error('no memory')),
    });
    const failing = expect(runOutage(options('open'), broken, double.needs)).rejects.toThrow('no memory');
    await double.time.pass(20_000);
    await failing;
    expect(double.time.timers).toBe(0);
  });
});
