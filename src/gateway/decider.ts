import type { Drive } from '../limiter/decision.ts';

/** One limit that requests must pass. */
export interface Policy {
  /** 1 to 64 of A-Z a-z 0-9 . _ -: the name in `RateLimit-Policy`, in metrics, in keys. */
  name: string;
  drive: Drive;
  /** Whose limit it is: each caller has one of its own, or everyone shares one. */
  by: 'caller' | 'everyone';
}

/** What a request asks of the limits of its route. */
export interface Ask {
  /** At least one. Several are decided in one call, all or nothing. */
  policies: readonly Policy[];
  /** Who asks, as it stands in a key: never an address or an API key, but a hash of it. */
  caller: string;
  /** Units, a whole number ≥ 0; 0 looks. */
  cost: number;
}

/** How one limit stands after the request. */
export interface Standing {
  policy: Policy;
  remaining: number;
  /** 0 where this limit would have admitted it; -1 where it never can. */
  retryAfterMs: number;
  resetAfterMs: number;
}

/**
 * Who decided: the scripts in the engine; a denial that was remembered here; a limiter in this process, at a share of the limit;
 * or nobody, because the engine is away and the gateway was told to let everything through, or nothing.
 */
export type DecidedBy = 'engine' | 'remembered' | 'local' | 'open' | 'closed';

export interface Verdict {
  allowed: boolean;
  by: DecidedBy;
  /** In the order of the ask; empty where nobody decided. */
  standings: readonly Standing[];
  /** The name of the policy that denied; null where it was allowed, or nobody decided. */
  deniedBy: string | null;
  /** 0 when allowed; the shortest wait when denied; -1 when it can never be. */
  retryAfterMs: number;
  /** Of a queue (leaky-bucket-queue): how long an admitted request waits for its turn. */
  delayMs?: number;
  /** Why the engine was not asked, or what went wrong there, in one line. */
  trouble?: string;
}

/** Decides requests. Never rejects: what to do without an engine is part of the decision. */
export interface Decider {
  decide(ask: Ask): Promise<Verdict>;
  /** Whether the engine answers right now, in one line for people, for `/healthz`. */
  health(): { engine: 'up' | 'down' | 'trying'; since: number; trouble?: string };
  close(): Promise<void>;
}

/** What decides while the engine is away. */
export type OnError = 'open' | 'closed' | 'local';

export interface DeciderOptions {
  /** The prefix of the keys: `hyperdrive:gateway:`. */
  prefix: string;
  /** `memory`: no engine is asked at all; each process counts for itself. For seeing what goes wrong then. */
  store: 'engine' | 'memory';
  onError: OnError;
  /** How long one decision may take before `onError` decides, ms. */
  deadlineMs: number;
  /** The local limiter's share of every limit, above 0 and at most 1. */
  localShare: number;
  /** Remember a denial here until its retry-after. */
  cacheDenials: boolean;
}
