import { firstWait } from './first-wait.ts';
import type { Model, ModelCall, ModelDecision } from './model.ts';

/**
 * A fixed window that begins with the first jump it admits, and not by the clock: what INCR with EXPIRE on the first makes. No
 * script of lua/ is one, but half of the limiters out there are, and they are right for what they promise: at most the limit
 * from a window's first jump on until it ends. Held against the window of the clock they would all look broken.
 *
 * By its definition: the list of everything admitted, cut into windows from its beginning on, and every wait found by asking
 * the definition again at other instants.
 */
export class FixedWindowFromFirstModel implements Model {
  /** In the order of admission, which is the order of time. */
  readonly #admitted: { at: bigint; units: bigint }[] = [];

  decide(call: ModelCall): ModelDecision {
    const { limit, periodMs, cost, nowMs } = call;
    const allowed = this.#fits(call);
    if (allowed && cost > 0n) this.#admitted.push({ at: this.#effective(nowMs), units: cost });
    const room = limit - this.#used(periodMs, nowMs);
    // By then the window that now is in has ended, wherever in it now is.
    const end = this.#effective(nowMs) + periodMs;
    return {
      allowed,
      remaining: room > 0n ? room : 0n,
      retryAfterMs: allowed ? 0n : firstWait(nowMs, end, (at) => this.#fits({ ...call, nowMs: at })),
      resetAfterMs: firstWait(nowMs, end, (at) => this.#used(periodMs, at) === 0n),
    };
  }

  /** A clock that steps back counts as no time passed. */
  #effective(nowMs: bigint): bigint {
    const newest = this.#admitted.at(-1)?.at ?? 0n;
    return nowMs > newest ? nowMs : newest;
  }

  /** Units of the window that now is in; none where the last one has ended, and the next is still to begin. */
  #used(periodMs: bigint, nowMs: bigint): bigint {
    let window = { endsAt: 0n, units: 0n };
    for (const { at, units } of this.#admitted)
      window =
        at < window.endsAt ? { ...window, units: window.units + units } : { endsAt: at + periodMs, units };
    return this.#effective(nowMs) < window.endsAt ? window.units : 0n;
  }

  #fits({ limit, periodMs, cost, nowMs }: ModelCall): boolean {
    return cost === 0n || this.#used(periodMs, nowMs) + cost <= limit;
  }
}
