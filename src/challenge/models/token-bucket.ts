import type { Model, ModelCall, ModelDecision } from './model.ts';
import { Ratio } from './ratio.ts';

/** The token bucket by its definition: tokens drip in evenly and without end, and what the bucket cannot hold is lost. */
export class TokenBucketModel implements Model {
  /** What the newest admission left, and when; null while nobody has taken any. */
  #left: { tokens: Ratio; at: bigint } | null = null;

  decide({ limit, periodMs, cost, nowMs, capacity }: ModelCall): ModelDecision {
    const tokensPerMs = new Ratio(limit, periodMs);
    const full = new Ratio(capacity);
    const price = new Ratio(cost);

    let at = nowMs;
    let tokens = full;
    if (this.#left) {
      // A clock that steps back counts as no time passed.
      if (this.#left.at > nowMs) at = this.#left.at;
      const dripped = new Ratio(at - this.#left.at).times(tokensPerMs);
      tokens = Ratio.min(full, this.#left.tokens.plus(dripped));
    }
    const allowed = !tokens.isBelow(price);
    if (allowed && cost > 0n) {
      tokens = tokens.minus(price);
      this.#left = { tokens, at };
    }

    const waitFor = (wanted: Ratio): bigint =>
      tokens.isBelow(wanted) ? at - nowMs + wanted.minus(tokens).by(tokensPerMs).ceil() : 0n;
    return {
      allowed,
      remaining: tokens.floor(),
      retryAfterMs: cost > capacity ? -1n : allowed ? 0n : waitFor(price),
      resetAfterMs: waitFor(full),
    };
  }
}
