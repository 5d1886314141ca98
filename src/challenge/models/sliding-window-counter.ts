import { firstWait } from './first-wait.ts';
import type { Model, ModelCall, ModelDecision } from './model.ts';

/**
 * The sliding window counter by its definition: the list of everything admitted, the estimate of it, and every wait found by
 * asking for the estimate again at other instants.
 */
export class SlidingWindowCounterModel implements Model {
  /** In the order of admission, which is the order of time. */
  readonly #admitted: { at: bigint; units: bigint }[] = [];

  decide(call: ModelCall): ModelDecision {
    const { limit, periodMs, cost, nowMs } = call;
    const allowed = this.#fits(call);
    if (allowed && cost > 0n) this.#admitted.push({ at: this.#effective(nowMs), units: cost });
    const room = limit * periodMs - this.#estimate(periodMs, nowMs);
    // Two windows on, nothing that was admitted counts any more. Until then the estimate only falls.
    const end = this.#effective(nowMs) + 2n * periodMs;
    return {
      allowed,
      remaining: room > 0n ? room / periodMs : 0n,
      retryAfterMs: allowed ? 0n : firstWait(nowMs, end, (at) => this.#fits({ ...call, nowMs: at })),
      resetAfterMs: firstWait(nowMs, end, (at) => this.#estimate(periodMs, at) === 0n),
    };
  }

  /** A clock that steps back counts as no time passed. */
  #effective(nowMs: bigint): bigint {
    const newest = this.#admitted.at(-1)?.at ?? 0n;
    return nowMs > newest ? nowMs : newest;
  }

  /**
   * What it takes for the units of the sliding window that ends now: those of this window of the clock, and of those of the one
   * before the share that the sliding window still covers. A fraction; this is it times the period.
   */
  #estimate(periodMs: bigint, nowMs: bigint): bigint {
    const now = this.#effective(nowMs);
    const window = now / periodMs;
    const coveredMs = periodMs - (now % periodMs);
    return this.#unitsOf(window, periodMs) * periodMs + this.#unitsOf(window - 1n, periodMs) * coveredMs;
  }

  #unitsOf(window: bigint, periodMs: bigint): bigint {
    return this.#admitted.reduce((sum, { at, units }) => (at / periodMs === window ? sum + units : sum), 0n);
  }

  #fits({ limit, periodMs, cost, nowMs }: ModelCall): boolean {
    return cost === 0n || this.#estimate(periodMs, nowMs) + cost * periodMs <= limit * periodMs;
  }
}
