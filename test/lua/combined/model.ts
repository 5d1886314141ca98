import { GcraModel } from '../../../src/challenge/models/gcra.ts';
import type { ModelCall, ModelDecision } from '../../../src/challenge/models/model.ts';
import type { SeveralDecision, SeveralLimit, SeveralRule } from '../../../src/limiter/several.ts';

/** One call of several limits, at an instant of the trace's own. */
export interface SeveralCall {
  limits: readonly SeveralLimit[];
  cost: number;
  nowMs: number;
}

/** What several limits must answer together: a model for each, which is asked first and told to charge afterwards. */
export class SeveralModel {
  readonly #rule: SeveralRule;
  readonly #models: readonly GcraModel[];

  constructor(rule: SeveralRule, limits: number) {
    this.#rule = rule;
    this.#models = Array.from({ length: limits }, () => new GcraModel());
  }

  decide({ limits, cost, nowMs }: SeveralCall): SeveralDecision {
    const asked = limits.map(({ limit, periodMs, capacity = limit }): ModelCall => {
      const numbers = [limit, periodMs, capacity, cost, nowMs].map(BigInt);
      const [units, period, most, price, now] = numbers as [bigint, bigint, bigint, bigint, bigint];
      return { limit: units, periodMs: period, capacity: most, cost: price, nowMs: now };
    });
    const look = (at: number) => this.#models[at]!.decide({ ...asked[at]!, cost: 0n });
    const charge = (at: number) => this.#models[at]!.decide(asked[at]!);
    // A denial takes nothing, so what has no room may be asked for its wait.
    const waits = asked.map((call, at) => (look(at).remaining >= call.cost ? 0n : charge(at).retryAfterMs));
    const free = waits.flatMap((wait, at) => (wait === 0n ? [at] : []));
    const answer = (allowed: boolean, charged: readonly number[]) => {
      if (cost > 0) for (const at of charged) charge(at);
      return { allowed, standings: asked.map((_, at) => standing(look(at), waits[at]!)) };
    };

    if (this.#rule === 'first-that-fits') {
      const taken = free.slice(0, 1);
      const possible = waits.filter((wait) => wait >= 0n);
      return {
        ...answer(free.length > 0, taken),
        deniedBy: null,
        tier: cost > 0 ? (taken[0] ?? null) : null,
        retryAfterMs: possible.length ? Number(least(possible)) : -1,
      };
    }
    const longest = waits.includes(-1n) ? -1n : -least(waits.map((wait) => -wait));
    const allowed = free.length === limits.length;
    return {
      ...answer(allowed, allowed ? free : []),
      deniedBy: allowed ? null : waits.indexOf(longest),
      tier: null,
      retryAfterMs: Number(longest),
    };
  }
}

function least(numbers: readonly bigint[]): bigint {
  return numbers.reduce((a, b) => (b < a ? b : a));
}

function standing({ remaining, resetAfterMs }: ModelDecision, wait: bigint): SeveralDecision['standings'][0] {
  return {
    remaining: Number(remaining),
    retryAfterMs: Number(wait),
    resetAfterMs: Number(resetAfterMs),
  };
}
