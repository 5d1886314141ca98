import type { Reply } from '../engine/port.ts';
import type { Decision } from '../limiter/decision.ts';
import type { AttackDrive, Tags } from './sequence.ts';

/** What one call of the script under attack is made from. */
export interface AttackCall {
  drive: AttackDrive;
  cost: number;
  /** The instant by the caller's clock, or null: the script is to ask the server. */
  nowMs: number | null;
  /** The true instant where the clock is held, else null. It differs from `nowMs` for a caller whose clock is wrong. */
  heldMs: number | null;
  /** Different for each call, and the same in each replay: for logs that want a member. */
  id: string;
  tags: Tags;
}

/** A field of an answer that can be attacked. `counts` are numbers of a challenge's own, in `Answer.counts`. */
export type Field = 'remaining' | 'retryAfterMs' | 'resetAfterMs' | 'delayMs' | 'counts';

/** A decision, and what a challenge's own convention adds. */
export interface Answer extends Decision {
  counts?: Readonly<Record<string, number>>;
}

/**
 * Whose clock a script goes by. `optional`: the caller's instant where it is given, else the server's TIME, as the decision
 * contract has it; `caller`: the caller's always; `server`: TIME always; `none`: it knows no time but TTLs.
 */
export type ScriptClock = 'optional' | 'caller' | 'server' | 'none';

/** How a script is called and read, and so what of it can be attacked. */
export interface Convention {
  /** The decision contract in full: looks, checked arguments, all fields. */
  contract: boolean;
  clock: ScriptClock;
  /** With `caller`: whether callers whose clocks differ count as an attack. Otherwise they are told as a weakness. */
  clockIsAttacked: boolean;
  /** Whether it takes a cost other than 1. */
  costs: boolean;
  /** Whether its callers are trusted to send no cost below 1. */
  costIsTrusted?: boolean;
  /** Whether it takes a capacity. */
  capacity: boolean;
  /** What its reply tells besides `allowed`. What it does not tell is not attacked. */
  tells: readonly Field[];
  /** Waits are told in steps of so many ms, rounded up: 1000 for whole seconds. */
  waitStepMs: number;
  /** How coarse its clock is, where that is taken for granted: jumps come at whole multiples of this alone. */
  tickMs?: number;
  /** The period must be a multiple of this. */
  periodStepMs: number;
  /** Numbers that are written into the script or its header. */
  fixed: Partial<AttackDrive>;
  /**
   * What ARGV are called, in the order of `args`: those that are attacked with what they cannot be. `now_ms` and `capacity` may
   * be empty, `cost` may be 0, a name in `tags` takes those words alone; all else is a whole number from 1 on.
   */
  argumentNames?: readonly string[];
  /** Each jump's tags are drawn from these. */
  tags: Readonly<Record<string, readonly string[]>>;
  /**
   * KEYS for the limiter's key. All of them are in its slot. `call` is there where they are asked for one: some put the number of
   * the window into a name.
   */
  keys(key: string, tags: Tags, call?: AttackCall): string[];
  /** Globs that match every key that any call could name, where `keys` cannot do without one. */
  keyGlobs?(key: string): string[];
  args(call: AttackCall): string[];
  /** For a limiter of several calls: see `Algorithm.next`. */
  next?(call: AttackCall, replies: readonly Reply[]): string[] | null;
  /** Throws `HyperdriveError` where the reply has another shape. */
  read(reply: Reply, call: AttackCall): Answer;
  /** Why it cannot do what is asked. */
  refuses?(drive: AttackDrive, cost: number): string | null;
}
