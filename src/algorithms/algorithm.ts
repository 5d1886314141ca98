import type { Reply } from '../engine/port.ts';
import type { Call, Decision, Drive } from '../limiter/decision.ts';
import type { About, LineNote } from './about.ts';

/** The declaration of one Lua script: how to call it, how to read it, and what to know of it. */
export interface Algorithm {
  /** As typed behind `--algorithm`; the script is `lua/<name>.lua`. */
  name: string;
  summary: string;
  tradeOff: string;
  /** Whether the drive's `capacity` means something to it. */
  bucket: boolean;
  /** Whether it never multiplies units by a time: then each must be exact, and their product need not be. */
  addsAlone?: true;
  /** Whether its reply has `delay_ms`: an admitted jump may have to wait for its turn. */
  delays?: true;
  /** What there is to tell of it beyond that: of every script under the contract. */
  about?: About;
  /** What is wrong with it, for the gallery of widespread mistakes. */
  flaw?: Flaw;
  /** Why it cannot do what is asked, where its convention is narrower than the contract. */
  refuses?(drive: Drive, cost: number): string | null;
  /** ARGV for one jump. */
  args(call: Call): string[];
  /**
   * For a limiter that takes several calls, which is a mistake: ARGV of the next call, given the replies so far, or null when
   * it has what it needs. Its file has the calls one after the other, each behind a line `-- call <n>…`.
   */
  next?(call: Call, replies: readonly Reply[]): string[] | null;
  /**
   * Reads the reply; of a limiter that takes several calls, the array of all replies. There the application decides, so it is
   * told the call as well.
   */
  read(reply: Reply, call?: Call): Decision;
}

/** What there is to tell of a script, whatever its convention. */
export type Described = Pick<Algorithm, 'name' | 'summary' | 'tradeOff' | 'about' | 'flaw'>;

/** A widespread mistake, and the smallest trace that shows it. */
export interface Flaw {
  /** What goes wrong, in one sentence that begins in lower case and has no full stop. */
  what: string;
  /** Where it is found. */
  source: string;
  /** The mission that shows it, where one does. */
  mission?: number;
  /** The algorithm that does it right: it answers the same trace as `due`. */
  instead: string;
  /**
   * What it is but for the mistake, where no script of lua/ is that: a model of the attack's, which says of the trace what
   * `instead` does.
   */
  promises?: string;
  /** The numbers of the trace. */
  drive: Omit<Drive, 'algorithm'>;
  trace: readonly FlawRow[];
  /**
   * What it puts behind its key to get another, which it does not declare. Its callers name no hash tag, so a cluster may keep
   * the two apart: its key has none here either.
   */
  undeclared?: string;
  /** The lines that go wrong. */
  notes?: readonly LineNote[];
}

/** Some jumps in a row, on a clock that only the rows move. */
export interface FlawRow {
  /**
   * When the first of them comes, in ms from the start; the start is a whole period of 1970. Where a TTL must have run out it
   * is a little later than that: on some servers a TTL is a millisecond late.
   */
  atMs: number;
  jumps: number;
  /** Time between them; 0 unless given. */
  everyMs?: number;
  /** What each costs; 1 unless given. Below 0 the right script refuses it, and 0 are due. */
  cost?: number;
  /** How far the caller's clock is ahead; below 0 it is behind. */
  skewMs?: number;
  /** All callers are at their first call before any makes its second: only for what takes several calls. */
  interleaved?: true;
  /** Every caller dies after its first call, and hears no decision: only for what takes several calls. */
  dies?: true;
  /** How many are admitted by the flawed script. */
  got: number;
  /** How many should be. */
  due: number;
  /** What a jump is told, by the flawed script and by the right one, where that is the point. */
  told?: {
    /** Which of the row's jumps, from 1; the last unless given. */
    jump?: number;
    field: 'remaining' | 'retryAfterMs' | 'resetAfterMs';
    got: number | null;
    due: number;
  };
  /** What it leaves behind, where that is the point: the key's TTL, null for none, -2 where there is no key. */
  ttlMs?: { got: number | null; due: number | null };
  /** How many keys it leaves behind, where that is the point. */
  keys?: { got: number; due: number };
}
