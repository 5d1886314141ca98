import type { Bound } from '../models/bounds.ts';
import type { Model, ModelCall, ModelDecision } from '../models/model.ts';
import { TokenBucketModel } from '../models/token-bucket.ts';
import { emergencyBurstsCases } from './emergency-bursts.cases.ts';
import { argv, later, look, modelled, smaller, tagOf, underContract } from './under-contract.ts';

const reserve = { limit: 3n, capacity: 3n, periodMs: 60_000n };

/** Two token buckets. An emergency takes its whole cost from the first one that has it; all else knows the first alone. */
class EmergencyBurstsModel implements Model {
  readonly #bucket = new TokenBucketModel();
  readonly #reserve = new TokenBucketModel();

  decide(call: ModelCall): ModelDecision {
    const ordinary = this.#bucket.decide(call);
    if (tagOf(call, 'kind') === 'normal') return ordinary;
    const fromReserve = ordinary.allowed ? null : this.#reserve.decide({ ...call, ...reserve });
    // Each of the two once more, as it is now.
    const left = this.#bucket.decide(look(call));
    const reserved = this.#reserve.decide(look({ ...call, ...reserve }));
    return {
      allowed: ordinary.allowed || fromReserve!.allowed,
      remaining: later(left.remaining, reserved.remaining),
      retryAfterMs: fromReserve ? sooner(ordinary.retryAfterMs, fromReserve.retryAfterMs) : 0n,
      resetAfterMs: later(left.resetAfterMs, reserved.resetAfterMs),
    };
  }
}

/** The shorter of two waits, of which -1 never ends. */
function sooner(a: bigint, b: bigint): bigint {
  return a < 0n ? b : b < 0n ? a : smaller(a, b);
}

/** No stretch of time has more than both buckets full, and what refills in that time. */
const byBothBucketfuls: Bound = ({ limit, periodMs, capacity }, admitted) => {
  for (const [from, first] of admitted.entries()) {
    let units = 0n;
    for (const last of admitted.slice(from)) {
      units += last.units;
      const elapsed = last.at - first.at;
      const most =
        (capacity + reserve.capacity) * periodMs * reserve.periodMs +
        (limit * reserve.periodMs + reserve.limit * periodMs) * elapsed;
      if (units * periodMs * reserve.periodMs > most) return `${units} units from ${first.at} to ${last.at}`;
    }
  }
  return null;
};

export const emergencyBursts = {
  convention: underContract({
    capacity: true,
    tags: { kind: ['normal', 'emergency'] },
    keys: (key) => [`${key}:bucket`, `${key}:reserve`],
    args: (call) =>
      argv(
        call.drive.limit,
        call.drive.periodMs,
        call.cost,
        call.nowMs,
        call.drive.capacity,
        tagOf(call, 'kind'),
      ),
    argumentNames: ['limit', 'period_ms', 'cost', 'now_ms', 'capacity', 'kind'],
  }),
  model: modelled(() => new EmergencyBurstsModel(), {
    cases: emergencyBurstsCases,
    bound: byBothBucketfuls,
    multiplies: true,
  }),
};
