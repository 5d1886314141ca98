import { dayMs, fillMs, maxExact, most, refutation, type Case, type Check, type Effort } from '../check.ts';
import { driveTrace } from '../driver.ts';
import { ask, type TimedCall } from '../plans.ts';
import type { Call } from '../trace.ts';
import { agree } from './agreement.ts';

type Drive = Pick<Call, 'limit' | 'periodMs' | 'capacity'>;

/** The smallest and largest drives that the script takes. */
function drives({ bucket, maxLimit, multiplies, remembersPeriods }: Case): Drive[] {
  const many = Math.min(1_000_000, maxLimit);
  const largest = (periodMs: number) =>
    multiplies ? Math.min(maxLimit, Math.floor(maxExact / periodMs)) : maxLimit;
  const each: Drive[] = [1, many].flatMap((limit) => [1, dayMs].map((periodMs) => ({ limit, periodMs })));
  each.push(
    { limit: 1, periodMs: Math.floor(maxExact / remembersPeriods) },
    { limit: largest(1), periodMs: 1 },
    { limit: largest(1000), periodMs: 1000 },
    { limit: largest(dayMs), periodMs: dayMs },
  );
  if (!bucket) return each;
  return [
    ...each,
    { limit: 5, periodMs: 1000, capacity: 1 },
    { limit: 5, periodMs: 1000, capacity: 5 },
    { limit: 5, periodMs: 1000, capacity: 37 },
    { limit: 1, periodMs: 1000, capacity: largest(1000) },
    { limit: largest(1000), periodMs: 1000, capacity: 1 },
    { limit: largest(1000), periodMs: 1000, capacity: largest(1000) },
  ];
}

/** A trace of this drive from `startMs` on that fills the limiter, and is denied. */
function trace(drive: Drive, startMs: number, subject: Case, { mostUnits }: Effort): TimedCall[] {
  const { perUnit } = subject;
  const asked = subject.model();
  const calls: TimedCall[] = [];
  const latest = maxExact - fillMs({ ...drive, cost: 0, nowMs: startMs }, subject);
  const add = (cost: number, waitMs = 0) => {
    const before = calls.at(-1)?.nowMs ?? startMs;
    const call = { ...drive, cost, nowMs: Math.max(0, Math.min(before + waitMs, latest)) };
    calls.push(call);
    return ask(asked, call);
  };
  const all = most({ ...drive, cost: 0, nowMs: startMs });
  add(1);
  add(0);
  add(maxExact);
  if (all < maxExact) add(all + 1);
  // What costs memory and time for every unit is not asked for all of them where it may not have so many.
  if (!perUnit || all <= mostUnits) add(all - 1);
  const { retryAfterMs } = add(1);
  add(1, Math.max(0, retryAfterMs! - 1));
  const { resetAfterMs } = add(1, 1);
  add(0, resetAfterMs! - 1);
  add(1, 1);
  return calls;
}

export const takesTheExtremes: Check = {
  name: 'takes the largest and smallest arguments, and stays exact',
  counterexample: (subject, effort) =>
    refutation(subject, async () => {
      for (const drive of drives(subject)) {
        for (const startMs of [0, 1_700_000_000_000, maxExact]) {
          const calls = trace(drive, startMs, subject, effort);
          const model = subject.model();
          const expected = calls.map((call) => ask(model, call));
          agree(calls, expected, await driveTrace(subject, calls));
        }
      }
    }),
};
