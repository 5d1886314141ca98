import { byTheBucketful } from '../models/bounds.ts';
import { firstWait } from '../models/first-wait.ts';
import type { Model, ModelCall, ModelDecision } from '../models/model.ts';
import { Ratio } from '../models/ratio.ts';
import { TokenBucketModel } from '../models/token-bucket.ts';
import { gracefulDegradationCases } from './graceful-degradation.cases.ts';
import { argv, look, modelled, tagOf, underContract } from './under-contract.ts';

/** How much of the bucket a tier must leave, in per cent. */
const leaves: Readonly<Record<string, bigint>> = { bronze: 50n, silver: 20n, gold: 0n };

/** One token bucket; a jump is admitted while what its tier must leave, rounded up to whole units, stays in it. */
class GracefulDegradationModel implements Model {
  readonly #bucket = new TokenBucketModel();

  decide(call: ModelCall): ModelDecision {
    const { cost, nowMs, capacity } = call;
    const kept = new Ratio(capacity * leaves[tagOf(call, 'tier')]!, 100n).ceil();
    const lookAt = (at: bigint) => this.#bucket.decide(look({ ...call, nowMs: at }));
    // What is kept is whole, and so is the cost: what is begun of a token does not matter.
    const fits = (at: bigint) => cost === 0n || lookAt(at).remaining >= cost + kept;
    const allowed = fits(nowMs);
    if (allowed) this.#bucket.decide(call);
    const { remaining, resetAfterMs } = lookAt(nowMs);
    return {
      allowed,
      remaining: remaining > kept ? remaining - kept : 0n,
      retryAfterMs: allowed ? 0n : firstWait(nowMs, nowMs + resetAfterMs, fits),
      resetAfterMs,
    };
  }
}

export const gracefulDegradation = {
  convention: underContract({
    capacity: true,
    tags: { tier: Object.keys(leaves) },
    args: (call) =>
      argv(
        call.drive.limit,
        call.drive.periodMs,
        call.cost,
        call.nowMs,
        call.drive.capacity,
        tagOf(call, 'tier'),
      ),
    argumentNames: ['limit', 'period_ms', 'cost', 'now_ms', 'capacity', 'tier'],
  }),
  model: modelled(() => new GracefulDegradationModel(), {
    cases: gracefulDegradationCases,
    bound: byTheBucketful,
    multiplies: true,
  }),
};
