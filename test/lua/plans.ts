/** Random traces for a script under the decision contract. */
import fc from 'fast-check';
import type { Decision } from '../../src/limiter/decision.ts';
import type { Answer } from '../../src/challenge/convention.ts';
import type { Tags } from '../../src/challenge/sequence.ts';
import type { Model } from '../../src/challenge/models/model.ts';
import { dayMs, fillMs, maxExact, most, type Case, type Effort } from './check.ts';
import type { Call } from './trace.ts';

type Wait =
  | { from: 'now' | 'retry' | 'reset'; plusMs: number }
  | { from: 'period'; sixteenths: number; plusMs: number };
type Cost = { units: number } | { aboveMost: number } | { sixteenths: number };
/** Absent from ARGV, '' in it, or a number: one of its own, or told by the limit. */
type Capacity = 'absent' | 'empty' | { units: number } | { sixteenths: number };

export interface Plan {
  limit: number;
  periodMs: number;
  capacity: Capacity;
  startMs: number;
  moves: { wait: Wait; cost: Cost; limit: number | null; capacity: Capacity | null }[];
}

export interface PlanOptions {
  /** The longest trace. */
  moves: number;
  /** Limit and capacity stay what they are. */
  sameDrive?: boolean;
}

/** A call at an instant of the trace's own. */
export type TimedCall = Call & { nowMs: number };

/** Instants are drawn relative to what the limiter has just answered: that is where the mistakes are. */
export function plans(
  { maxLimit, perUnit, bucket }: Case,
  { mostUnits }: Effort,
  { moves, sameDrive = false }: PlanOptions,
): fc.Arbitrary<Plan> {
  const small = fc.integer({ min: 1, max: 20 });
  const large = fc.integer({ min: 21, max: perUnit ? Math.min(mostUnits, maxLimit) : maxLimit });
  const limits = fc.oneof({ weight: 24, arbitrary: small }, { weight: 1, arbitrary: large });
  const capacities: fc.Arbitrary<Capacity> = bucket
    ? fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom<Capacity>('absent', 'absent', 'empty') },
        { weight: 2, arbitrary: fc.record({ units: small }) },
        { weight: 2, arbitrary: fc.record({ sixteenths: fc.integer({ min: 1, max: 64 }) }) },
      )
    : fc.constant('absent');
  const periods = fc.oneof(
    fc.constantFrom(1, 2, 3, 10, 1000, 60_000, dayMs),
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 1, max: dayMs }),
  );
  const starts = fc.oneof(
    fc.constantFrom(0, 1, 1_700_000_000_000, maxExact - 10 * dayMs, maxExact),
    fc.integer({ min: 0, max: maxExact }),
  );
  const costs: fc.Arbitrary<Cost> = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Cost>({ units: 1 }) },
    { weight: 2, arbitrary: fc.record({ units: fc.integer({ min: 0, max: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ aboveMost: fc.integer({ min: -1, max: 2 }) }) },
    { weight: 2, arbitrary: fc.record({ sixteenths: fc.integer({ min: 0, max: 16 }) }) },
  );
  const changed = <T>(values: fc.Arbitrary<T>) =>
    sameDrive ? fc.constant(null) : fc.option(values, { freq: 12 });
  return fc.record<Plan>({
    limit: limits,
    periodMs: periods,
    capacity: capacities,
    startMs: starts,
    moves: fc.array(
      fc.record({ wait: waits, cost: costs, limit: changed(limits), capacity: changed(capacities) }),
      { minLength: 1, maxLength: moves, size: 'max' },
    ),
  });
}

const waits: fc.Arbitrary<Wait> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Wait>({ from: 'now', plusMs: 0 }) },
  { weight: 3, arbitrary: wait('now', { min: -5, max: 5 }) },
  { weight: 4, arbitrary: wait('retry', { min: -1, max: 1 }) },
  { weight: 2, arbitrary: wait('reset', { min: -1, max: 1 }) },
  {
    weight: 4,
    arbitrary: fc.record({
      from: fc.constant('period' as const),
      sixteenths: fc.integer({ min: -32, max: 32 }),
      plusMs: fc.integer({ min: -1, max: 1 }),
    }),
  },
  { weight: 1, arbitrary: wait('now', { min: -(2 ** 50), max: 2 ** 50 }) },
);

function wait(from: 'now' | 'retry' | 'reset', range: { min: number; max: number }): fc.Arbitrary<Wait> {
  return fc.record({ from: fc.constant(from), plusMs: fc.integer(range) });
}

/** The calls of a plan, and what the model says to each. On a clock that goes `forward` no call is before another. */
export function resolve(
  plan: Plan,
  subject: Case,
  { forward = false } = {},
): { calls: TimedCall[]; expected: Decision[] } {
  const model = subject.model();
  const drives = drivesOf(plan, subject);
  // No call may be so late that a script could not count until its limiter is as good as new.
  const latestMs =
    maxExact - Math.max(...drives.map((drive) => fillMs({ ...drive, cost: 0, nowMs: null }, subject)));
  const calls: TimedCall[] = [];
  const expected: Decision[] = [];
  let nowMs = plan.startMs;
  for (const [index, { wait: from, cost }] of plan.moves.entries()) {
    const last = expected.at(-1);
    let next = nowMs + from.plusMs;
    if (from.from === 'retry') next += Math.max(0, last?.retryAfterMs ?? 0);
    if (from.from === 'reset') next += last?.resetAfterMs ?? 0;
    if (from.from === 'period') next += Math.floor((plan.periodMs * from.sixteenths) / 16);
    nowMs = Math.min(Math.max(next, forward && index ? nowMs : 0), latestMs);
    const drive = drives[index]!;
    const call = { ...drive, cost: costOf(cost, most({ ...drive, cost: 0, nowMs })), nowMs };
    calls.push(call);
    expected.push(ask(model, call));
  }
  return { calls, expected };
}

type CallDrive = Pick<Call, 'limit' | 'periodMs' | 'capacity'>;

/** The drive of each move, inside what the script takes. */
function drivesOf({ limit, periodMs, capacity, moves }: Plan, { maxLimit, multiplies }: Case): CallDrive[] {
  const largest = multiplies ? Math.min(maxLimit, Math.floor(maxExact / periodMs)) : maxLimit;
  const within = (units: number) => Math.min(Math.max(1, Math.floor(units)), largest);
  return moves.map((move) => {
    limit = within(move.limit ?? limit);
    capacity = move.capacity ?? capacity;
    if (capacity === 'absent') return { limit, periodMs };
    if (capacity === 'empty') return { limit, periodMs, capacity: null };
    const units = 'units' in capacity ? capacity.units : (limit / 16) * capacity.sixteenths;
    return { limit, periodMs, capacity: within(units) };
  });
}

function costOf(cost: Cost, largest: number): number {
  if ('units' in cost) return cost.units;
  if ('aboveMost' in cost) return Math.min(largest + cost.aboveMost, maxExact);
  return Math.floor((largest * cost.sixteenths) / 16);
}

export function ask(
  model: Model,
  { limit, periodMs, cost, nowMs, capacity, tags }: TimedCall & { tags?: Tags },
): Answer {
  const answer = model.decide({
    limit: BigInt(limit),
    periodMs: BigInt(periodMs),
    cost: BigInt(cost),
    nowMs: BigInt(nowMs),
    capacity: BigInt(capacity ?? limit),
    ...(tags && { tags }),
  });
  const counts = Object.entries(answer.counts ?? {}).map(([name, count]) => [name, Number(count)]);
  return {
    allowed: answer.allowed,
    remaining: Number(answer.remaining),
    retryAfterMs: Number(answer.retryAfterMs),
    resetAfterMs: Number(answer.resetAfterMs),
    ...(answer.delayMs !== undefined && { delayMs: Number(answer.delayMs) }),
    ...(answer.counts && { counts: Object.fromEntries(counts) }),
  };
}
