import type { Model, ModelCall, ModelDecision } from './model.ts';

/**
 * The sliding window log by its definition: the list of everything admitted, nothing forgotten, and every answer found
 * by asking the definition again at another instant instead of by a formula.
 */
export class SlidingWindowLogModel implements Model {
  /** In the order of admission, which is the order of time. */
  readonly #admitted: { at: bigint; units: bigint }[] = [];

  decide(call: ModelCall): ModelDecision {
    const { limit, periodMs, cost, nowMs } = call;
    const allowed = this.#fits(call);
    if (allowed && cost > 0n) this.#admitted.push({ at: this.#effective(nowMs), units: cost });
    const room = limit - this.#used(periodMs, nowMs);
    return {
      allowed,
      remaining: room > 0n ? room : 0n,
      retryAfterMs: allowed
        ? 0n
        : this.#firstWait(periodMs, nowMs, (at) => this.#fits({ ...call, nowMs: at })),
      resetAfterMs: this.#firstWait(periodMs, nowMs, (at) => this.#used(periodMs, at) === 0n),
    };
  }

  /** A clock that steps back counts as no time passed. */
  #effective(nowMs: bigint): bigint {
    const newest = this.#admitted.at(-1)?.at ?? 0n;
    return nowMs > newest ? nowMs : newest;
  }

  /** Units of the half-open window that ends now: one admitted at t counts until just before t + period. */
  #used(periodMs: bigint, nowMs: bigint): bigint {
    const now = this.#effective(nowMs);
    return this.#admitted.reduce((sum, { at, units }) => (at + periodMs > now ? sum + units : sum), 0n);
  }

  #fits({ limit, periodMs, cost, nowMs }: ModelCall): boolean {
    return cost === 0n || this.#used(periodMs, nowMs) + cost <= limit;
  }

  /** The shortest wait after which `holds`: now, or when something that was admitted frees. -1 when it never does. */
  #firstWait(periodMs: bigint, nowMs: bigint, holds: (at: bigint) => boolean): bigint {
    if (holds(nowMs)) return 0n;
    const frees = this.#admitted.map(({ at }) => at + periodMs).filter((at) => at > nowMs);
    const first = frees.find((at) => holds(at));
    return first === undefined ? -1n : first - nowMs;
  }
}
