/** What limits a ship. `capacity` is for the bucket family alone. */
export interface Drive {
  algorithm: string;
  limit: number;
  periodMs: number;
  capacity?: number;
}

/** What a script answered. Null where a script of another convention does not say. */
export interface Decision {
  allowed: boolean;
  /** Units that would be admitted right now, after this call. */
  remaining: number | null;
  /** 0 when allowed; when denied the shortest wait for the same jump; -1 when it can never be. */
  retryAfterMs: number | null;
  /** Wait until the limiter is as good as new, if nobody jumps. */
  resetAfterMs: number | null;
  /** How long an admitted jump waits for its turn, where the limiter is a queue. */
  delayMs?: number;
  /** Of several limits that must all have room: the name of the one that denied; null where it was admitted. */
  deniedBy?: string | null;
  /** Of several limits, the first that fits: the name of the one that was charged; null where none was. */
  tier?: string | null;
}

/** What one jump asks of a script. */
export interface Call {
  drive: Drive;
  cost: number;
  /** The held instant, or null for the server's own clock. */
  heldMs: number | null;
  /** The caller's clock: for scripts that believe it. */
  callerMs: number;
}
