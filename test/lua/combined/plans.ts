/** Random traces of several limits. Instants are drawn relative to what was just answered: that is where the mistakes are. */
import fc from 'fast-check';
import type { SeveralDecision, SeveralLimit, SeveralRule } from '../../../src/limiter/several.ts';
import { dayMs, maxExact } from '../check.ts';
import { SeveralModel, type SeveralCall } from './model.ts';

interface Move {
  /** From the last instant, from a retry time (of the whole, or of one limit), or from when one is as good as new. */
  from: 'now' | 'retry' | 'own retry' | 'reset';
  which: number;
  plusMs: number;
  cost: { units: number } | { aboveMost: number };
  /** Another number for one of the limits, from there on. */
  limit: number | null;
}

export interface SeveralPlan {
  limits: SeveralLimit[];
  startMs: number;
  moves: Move[];
}

const small = fc.integer({ min: 1, max: 12 });
const limits = fc
  .record({
    limit: small,
    periodMs: fc.oneof(
      fc.constantFrom(1, 2, 3, 10, 1000, 60_000),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: dayMs }),
    ),
    capacity: fc.option(small, { freq: 2 }),
  })
  .map(({ capacity, ...rest }): SeveralLimit => (capacity === null ? rest : { ...rest, capacity }));

const moves: fc.Arbitrary<Move> = fc.record({
  from: fc.constantFrom('now', 'now', 'now', 'retry', 'retry', 'own retry', 'reset'),
  which: fc.nat(15),
  plusMs: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: -2, max: 2 }) },
    { weight: 1, arbitrary: fc.integer({ min: -2 * dayMs, max: 2 * dayMs }) },
  ),
  cost: fc.oneof(
    { weight: 6, arbitrary: fc.constant({ units: 1 }) },
    { weight: 3, arbitrary: fc.record({ units: fc.integer({ min: 0, max: 6 }) }) },
    { weight: 2, arbitrary: fc.record({ aboveMost: fc.integer({ min: -1, max: 1 }) }) },
  ),
  limit: fc.option(small, { freq: 20 }),
});

export const severalPlans: fc.Arbitrary<SeveralPlan> = fc.record({
  limits: fc.oneof(
    { weight: 12, arbitrary: fc.array(limits, { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.array(limits, { minLength: 16, maxLength: 16 }) },
  ),
  startMs: fc.constantFrom(0, 1, 1_700_000_000_000, maxExact - 400 * dayMs),
  moves: fc.array(moves, { minLength: 1, maxLength: 24, size: 'max' }),
});

/** The calls of a plan, and what the model says to each. */
export function resolveSeveral(
  rule: SeveralRule,
  plan: SeveralPlan,
): { calls: SeveralCall[]; expected: SeveralDecision[] } {
  const model = new SeveralModel(rule, plan.limits.length);
  const now = [...plan.limits];
  const calls: SeveralCall[] = [];
  const expected: SeveralDecision[] = [];
  let nowMs = plan.startMs;
  for (const { from, which, plusMs, cost, limit } of plan.moves) {
    const last = expected.at(-1);
    const at = which % now.length;
    const one = last?.standings[at];
    if (limit !== null) now[at] = { ...now[at]!, limit };
    const wait = {
      now: 0,
      retry: last?.retryAfterMs ?? 0,
      'own retry': one?.retryAfterMs ?? 0,
      reset: one?.resetAfterMs ?? 0,
    }[from];
    nowMs = Math.max(0, nowMs + Math.max(0, wait) + plusMs);
    const most = now[at]!.capacity ?? now[at]!.limit;
    const units = 'units' in cost ? cost.units : most + cost.aboveMost;
    calls.push({ limits: [...now], cost: units, nowMs });
    expected.push(model.decide(calls.at(-1)!));
  }
  return { calls, expected };
}
