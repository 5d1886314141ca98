/** One jump, as an exact model is asked. */
export interface ModelCall {
  limit: bigint;
  periodMs: bigint;
  cost: bigint;
  nowMs: bigint;
  /** The limit where the drive has none, and always for windows. */
  capacity: bigint;
  /** Words of a challenge's own convention. */
  tags?: Readonly<Record<string, string>>;
}

/** The decision contract's answer; `retryAfterMs` is -1 when the jump can never be. */
export interface ModelDecision {
  allowed: boolean;
  remaining: bigint;
  retryAfterMs: bigint;
  resetAfterMs: bigint;
  /** Of a queue alone. */
  delayMs?: bigint;
  /** Numbers of a challenge's own. */
  counts?: Readonly<Record<string, bigint>>;
}

/** What a correct script must answer, computed the plain way from the contract's words. */
export interface Model {
  decide(call: ModelCall): ModelDecision;
}
