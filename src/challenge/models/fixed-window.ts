import { firstWait } from './first-wait.ts';
import type { Model, ModelCall, ModelDecision } from './model.ts';

/**
 * The fixed window by its definition: the list of everything admitted, of which counts what shares a window with now, and
 * every wait found by asking the definition again at other instants.
 */
export class FixedWindowModel implements Model {
  /** In the order of admission, which is the order of time. */
  readonly #admitted: { at: bigint; units: bigint }[] = [];

  decide(call: ModelCall): ModelDecision {
    const { limit, periodMs, cost, nowMs } = call;
    const allowed = this.#fits(call);
    if (allowed && cost > 0n) this.#admitted.push({ at: this.#effective(nowMs), units: cost });
    const room = limit - this.#used(periodMs, nowMs);
    // In the next window, nothing that was admitted counts any more.
    const next = this.#effective(nowMs) + periodMs;
    return {
      allowed,
      remaining: room > 0n ? room : 0n,
      retryAfterMs: allowed ? 0n : firstWait(nowMs, next, (at) => this.#fits({ ...call, nowMs: at })),
      resetAfterMs: firstWait(nowMs, next, (at) => this.#used(periodMs, at) === 0n),
    };
  }

  /** A clock that steps back counts as no time passed. */
  #effective(nowMs: bigint): bigint {
    const newest = this.#admitted.at(-1)?.at ?? 0n;
    return nowMs > newest ? nowMs : newest;
  }

  /** Units of the window of the clock that now is in: it begins at a multiple of the period. */
  #used(periodMs: bigint, nowMs: bigint): bigint {
    const window = this.#effective(nowMs) / periodMs;
    return this.#admitted.reduce((sum, { at, units }) => (at / periodMs === window ? sum + units : sum), 0n);
  }

  #fits({ limit, periodMs, cost, nowMs }: ModelCall): boolean {
    return cost === 0n || this.#used(periodMs, nowMs) + cost <= limit;
  }
}
