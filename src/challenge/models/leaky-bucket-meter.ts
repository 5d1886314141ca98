import type { Model, ModelCall, ModelDecision } from './model.ts';
import { Ratio } from './ratio.ts';

const dry = new Ratio(0n);

/** The leaky bucket by its definition: a level that sinks evenly until it is dry, and must not rise above the capacity. */
export class LeakyBucketMeterModel implements Model {
  #level = dry;
  /** When that was the level: at the newest admission. */
  #at = 0n;

  decide({ limit, periodMs, cost, nowMs, capacity }: ModelCall): ModelDecision {
    const leakPerMs = new Ratio(limit, periodMs);
    const brim = new Ratio(capacity);

    // A clock that steps back counts as no time passed.
    const at = nowMs > this.#at ? nowMs : this.#at;
    const leaked = new Ratio(at - this.#at).times(leakPerMs);
    let level = Ratio.max(dry, this.#level.minus(leaked));
    /** Until the level has sunk so far, from the caller's now. */
    const waitFor = (wanted: Ratio): bigint =>
      wanted.isBelow(level) ? at - nowMs + level.minus(wanted).by(leakPerMs).ceil() : 0n;

    const room = brim.minus(new Ratio(cost));
    const allowed = cost === 0n || !room.isBelow(level);
    const retryAfterMs = cost > capacity ? -1n : allowed ? 0n : waitFor(room);
    if (allowed && cost > 0n) {
      level = level.plus(new Ratio(cost));
      this.#level = level;
      this.#at = at;
    }
    return {
      allowed,
      remaining: Ratio.max(dry, brim.minus(level)).floor(),
      retryAfterMs,
      resetAfterMs: waitFor(dry),
    };
  }
}
