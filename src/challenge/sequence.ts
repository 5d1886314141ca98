/** The numbers that a limiter is called with. */
export interface AttackDrive {
  limit: number;
  periodMs: number;
  /** Buckets alone; the limit where absent. */
  capacity?: number;
}

/** One jump of an attack. */
export interface AttackJump {
  /** When it comes, in ms from the sequence's start; on a clock that steps back, before the one ahead of it. */
  atMs: number;
  /** 0 looks; below 0 and above 2^52 are for scripts that should refuse them. */
  cost: number;
  /** How far the caller's clock is ahead of the true one; below 0 it is behind. For scripts that believe it. */
  skewMs?: number;
  /** Words of a challenge's own convention: its class, say, or its starbase. */
  tags?: Tags;
  /** One argument that is replaced by what it cannot be, and so should be refused. */
  argument?: { name: string; value: string };
  /** For limiters of several calls: its calls take turns with those of its neighbours that say the same. */
  interleaved?: true;
  /** For limiters of several calls: the caller dies after its first call. */
  dies?: true;
}

export type Tags = Readonly<Record<string, string>>;

/** What an attack is made of, and what a counterexample is: jumps in a row, from an empty server on. */
export interface Sequence {
  drive: AttackDrive;
  /** The instant of the start, ms since 1970. */
  startMs: number;
  jumps: readonly AttackJump[];
}

/** The last jump of those that take turns with this one; itself where it takes none. */
export function endOfTurns(jumps: readonly AttackJump[], index: number): number {
  const { atMs, interleaved } = jumps[index]!;
  let end = index;
  if (interleaved) while (jumps[end + 1]?.interleaved && jumps[end + 1]!.atMs === atMs) end++;
  return end;
}
