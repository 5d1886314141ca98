/** Random traces for a script under the decision contract, and how a counterexample is told. */
import fc from 'fast-check';
import type { Decision } from '../../src/limiter/decision.ts';
import type { Model } from '../models/model.ts';
import type { Call, Subject } from './trace.ts';

export interface Case extends Subject {
  model: () => Model;
  /** The largest limit that the script takes. */
  maxLimit: number;
  /** Whether the server's time stands still inside MULTI/EXEC. */
  frozenTime: boolean;
}

export interface Effort {
  /** Random traces for each property. */
  runs: number;
  /** Random limits go up to here. */
  largestLimit: number;
  /** False: stop at the first failure without looking for a smaller one. */
  shrink: boolean;
  /** Otherwise HYPERDRIVE_TEST_SEED, else chance. */
  seed?: number;
}

export interface Check {
  name: string;
  /** The smallest counterexample found, told with the seed that finds it again, or null. */
  counterexample(subject: Case, effort: Effort): Promise<string | null>;
}

/** Beyond this a double no longer holds every whole number. */
export const maxExact = 2 ** 52;
export const dayMs = 86_400_000;

type Wait =
  | { from: 'now' | 'retry' | 'reset'; plusMs: number }
  | { from: 'period'; sixteenths: number; plusMs: number };
type Cost = { units: number } | { aboveLimit: number } | { sixteenths: number };

export interface Plan {
  limit: number;
  periodMs: number;
  startMs: number;
  moves: { wait: Wait; cost: Cost; limit: number | null }[];
}

/** Instants are drawn relative to what the limiter has just answered: that is where the mistakes are. */
export function plans(
  { largestLimit }: Effort,
  { moves, fixedLimit = false }: { moves: number; fixedLimit?: boolean },
) {
  const small = fc.integer({ min: 1, max: 20 });
  const limits = fc.oneof(
    { weight: 24, arbitrary: small },
    { weight: 1, arbitrary: fc.integer({ min: 21, max: largestLimit }) },
  );
  const periods = fc.oneof(
    fc.constantFrom(1, 2, 3, 10, 1000, 60_000, dayMs),
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 1, max: dayMs }),
  );
  const starts = fc.oneof(
    fc.constantFrom(0, 1, 1_700_000_000_000, maxExact - 10 * dayMs, maxExact),
    fc.integer({ min: 0, max: maxExact }),
  );
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
  const costs: fc.Arbitrary<Cost> = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Cost>({ units: 1 }) },
    { weight: 2, arbitrary: fc.record({ units: fc.integer({ min: 0, max: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ aboveLimit: fc.integer({ min: -1, max: 2 }) }) },
    { weight: 2, arbitrary: fc.record({ sixteenths: fc.integer({ min: 0, max: 16 }) }) },
  );
  return fc.record<Plan>({
    limit: limits,
    periodMs: periods,
    startMs: starts,
    moves: fc.array(
      fc.record({
        wait: waits,
        cost: costs,
        limit: fixedLimit ? fc.constant(null) : fc.option(limits, { freq: 12 }),
      }),
      { minLength: 1, maxLength: moves, size: 'max' },
    ),
  });
}

function wait(from: 'now' | 'retry' | 'reset', range: { min: number; max: number }): fc.Arbitrary<Wait> {
  return fc.record({ from: fc.constant(from), plusMs: fc.integer(range) });
}

/** The calls of a plan, and what the model says to each. */
export function resolve(
  plan: Plan,
  model: Model,
): { calls: (Call & { nowMs: number })[]; expected: Decision[] } {
  const { periodMs } = plan;
  let { limit, startMs: nowMs } = plan;
  const calls: (Call & { nowMs: number })[] = [];
  const expected: Decision[] = [];
  for (const move of plan.moves) {
    const last = expected.at(-1);
    limit = move.limit ?? limit;
    nowMs += move.wait.plusMs;
    if (move.wait.from === 'retry') nowMs += Math.max(0, last?.retryAfterMs ?? 0);
    if (move.wait.from === 'reset') nowMs += last?.resetAfterMs ?? 0;
    if (move.wait.from === 'period') nowMs += Math.floor((periodMs * move.wait.sixteenths) / 16);
    nowMs = Math.min(Math.max(nowMs, 0), maxExact - periodMs);
    const call = { limit, periodMs, cost: costOf(move.cost, limit), nowMs };
    calls.push(call);
    expected.push(ask(model, call));
  }
  return { calls, expected };
}

function costOf(cost: Cost, limit: number): number {
  if ('units' in cost) return cost.units;
  if ('aboveLimit' in cost) return limit + cost.aboveLimit;
  return Math.floor((limit * cost.sixteenths) / 16);
}

export function ask(
  model: Model,
  { limit, periodMs, cost, nowMs, capacity }: Call & { nowMs: number },
): Decision {
  const answer = model.decide({
    limit: BigInt(limit),
    periodMs: BigInt(periodMs),
    cost: BigInt(cost),
    nowMs: BigInt(nowMs),
    capacity: BigInt(capacity ?? limit),
  });
  return {
    allowed: answer.allowed,
    remaining: Number(answer.remaining),
    retryAfterMs: Number(answer.retryAfterMs),
    resetAfterMs: Number(answer.resetAfterMs),
    ...(answer.delayMs !== undefined && { delayMs: Number(answer.delayMs) }),
  };
}

export const tellCall = ({ limit, periodMs, cost, nowMs }: Call) =>
  `at ${nowMs ?? 'TIME'}: cost ${cost}, limit ${limit} per ${periodMs} ms`;
export const tellDecision = (decision: Decision | undefined) =>
  decision
    ? `${decision.allowed ? 'allowed' : 'denied'}, remaining ${decision.remaining}, retry ${decision.retryAfterMs}, reset ${decision.resetAfterMs}`
    : 'nothing';
export const same = (a: Decision | undefined, b: Decision | undefined) => tellDecision(a) === tellDecision(b);

/** Throws what a counterexample is made of. */
export function refute(history: readonly Call[], what: string): never {
  throw new Error([...history.map((call) => `  ${tellCall(call)}`), what].join('\n'));
}

/** A key of a few milliseconds may expire inside a trace where time does not stand still, but not every time. */
const attemptsOnRunningTime = 5;

/** Looks for a counterexample of `test`; told with the seed that finds it again (HYPERDRIVE_TEST_SEED). */
export async function find<T>(
  { frozenTime }: Case,
  arbitrary: fc.Arbitrary<T>,
  {
    runs,
    shrink,
    seed = Number(process.env['HYPERDRIVE_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31)),
  }: Effort,
  test: (value: T) => Promise<void>,
): Promise<string | null> {
  const attempts = async (value: T) => {
    for (let left = frozenTime ? 0 : attemptsOnRunningTime - 1; left > 0; left--) {
      try {
        return await test(value);
      } catch {
        // Tried again: what is wrong with the script goes wrong every time.
      }
    }
    return test(value);
  };
  const details = await fc.check(fc.asyncProperty(arbitrary, attempts), {
    numRuns: runs,
    seed,
    endOnFailure: !shrink,
  });
  if (!details.failed) return null;
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : 'no reason told';
  return `seed ${details.seed} path ${details.counterexamplePath}, shrunk ${details.numShrinks} times:\n${cause}`;
}
