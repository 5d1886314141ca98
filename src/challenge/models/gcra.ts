import type { Model, ModelCall, ModelDecision } from './model.ts';
import { Ratio } from './ratio.ts';

/**
 * GCRA by its definition: each unit is expected one interval after the one before, and may come earlier by the tolerance. The
 * theoretical arrival time is all that it knows; no instant of a jump is remembered, so a clock that steps back is believed.
 */
export class GcraModel implements Model {
  /** The theoretical arrival time of the next unit, and the limit that it was reckoned with. */
  #next: { arrival: Ratio; limit: bigint } | null = null;

  decide({ limit, periodMs, cost, nowMs, capacity }: ModelCall): ModelDecision {
    const interval = new Ratio(periodMs, limit);
    const tolerance = interval.times(new Ratio(capacity));
    const now = new Ratio(nowMs);

    let arrival = now;
    if (this.#next) {
      const stored = this.#next.arrival;
      // The fraction of a ms is counted in parts of the limit; another limit cannot, and takes the next whole ms.
      arrival = Ratio.max(now, this.#next.limit === limit ? stored : new Ratio(stored.ceil()));
    }
    const moved = arrival.plus(interval.times(new Ratio(cost)));
    const early = moved.minus(tolerance);
    const allowed = cost === 0n || !now.isBelow(early);
    if (allowed && cost > 0n) {
      arrival = moved;
      this.#next = { arrival, limit };
    }
    const ahead = arrival.minus(now);
    const units = tolerance.minus(ahead).by(interval).floor();
    return {
      allowed,
      remaining: units > 0n ? units : 0n,
      retryAfterMs: cost > capacity ? -1n : allowed ? 0n : early.minus(now).ceil(),
      resetAfterMs: ahead.ceil(),
    };
  }
}
