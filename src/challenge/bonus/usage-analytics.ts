import type { Reply } from '../../engine/port.ts';
import { integers, readContractReply } from '../../limiter/contract.ts';
import type { Answer } from '../convention.ts';
import { inAlignedWindows } from '../models/bounds.ts';
import { FixedWindowModel } from '../models/fixed-window.ts';
import type { Model, ModelCall, ModelDecision } from '../models/model.ts';
import { argv, later, modelled, underContract } from './under-contract.ts';
import { usageAnalyticsCases } from './usage-analytics.cases.ts';

/** A fixed window, and the list of all jumps, of which those of the current window are told. */
class UsageAnalyticsModel implements Model {
  readonly #window = new FixedWindowModel();
  /** In the order of their instants. */
  readonly #jumps: { at: bigint; allowed: boolean }[] = [];

  decide(call: ModelCall): ModelDecision {
    // A clock that steps back counts as no time passed, and here a denied jump is remembered too.
    const at = later(call.nowMs, this.#jumps.at(-1)?.at ?? 0n);
    const { allowed, remaining, retryAfterMs, resetAfterMs } = this.#window.decide({ ...call, nowMs: at });
    if (call.cost > 0n) this.#jumps.push({ at, allowed });
    const fromTheCaller = (waitMs: bigint) => (waitMs > 0n ? at - call.nowMs + waitMs : waitMs);
    const current = this.#jumps.filter((jump) => jump.at / call.periodMs === at / call.periodMs);
    return {
      allowed,
      remaining,
      retryAfterMs: fromTheCaller(retryAfterMs),
      resetAfterMs: fromTheCaller(resetAfterMs),
      counts: {
        admitted: BigInt(current.filter((jump) => jump.allowed).length),
        denied: BigInt(current.filter((jump) => !jump.allowed).length),
      },
    };
  }
}

function read(reply: Reply): Answer {
  const [admitted, denied] = integers(reply, 6).slice(4);
  return { ...readContractReply(reply), counts: { admitted: admitted!, denied: denied! } };
}

export const usageAnalytics = {
  convention: underContract({
    tells: ['remaining', 'retryAfterMs', 'resetAfterMs', 'counts'],
    keys: (key) => [`${key}:limiter`, `${key}:usage`],
    args: ({ drive, cost, nowMs }) => argv(drive.limit, drive.periodMs, cost, nowMs),
    argumentNames: ['limit', 'period_ms', 'cost', 'now_ms'],
    read,
  }),
  model: modelled(() => new UsageAnalyticsModel(), { cases: usageAnalyticsCases, bound: inAlignedWindows }),
};
