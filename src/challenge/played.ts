import type { Answer } from './convention.ts';

/** How one jump of a sequence went. */
export interface PlayedJump {
  /** Null where the script failed, or nobody heard an answer. */
  answer: Answer | null;
  /** What the script or the server refused with, or how its answer was none. */
  error: string | null;
  /** Whether `error` says that the answer has the wrong shape: the script itself ended well. */
  misshapen: boolean;
  /** What the script said to it, where that is read by a header: as JSON, clipped. */
  said?: string;
  /** PTTL of each key after it, in the order of `Played.keys`: -1 without one, -2 where there is no key. */
  ttls: readonly number[];
  /** What the keys hold after it, a line each; empty unless asked for. */
  state: readonly string[];
}

/** How a sequence went. */
export interface Played {
  /** Every key that was declared on the way. */
  keys: readonly string[];
  jumps: readonly PlayedJump[];
  /** The true instant of each jump, ms since 1970: as planned, or on the real clock as it was. */
  atMs: readonly number[];
  /** How far each is behind its whole ms, in µs, times its place in the sequence; 0 where all were exactly there. */
  apartUs?: number;
  /** No key went by its TTL. */
  kept?: boolean;
}
