import { checkInstant, holdClock, readClock, warpTo } from '../engine/clock.ts';
import type { Connection } from '../engine/port.ts';
import type { Decision } from '../limiter/decision.ts';
import { fullJump, type Target } from '../limiter/jump.ts';
import { jumpTrace } from '../limiter/trace.ts';
import type { Arrival } from './arrivals.ts';
import type { PacedJump } from './burst.ts';

/** So many jumps share a transaction: few enough for others to get their turn in between. */
const batch = 500;

export interface WarpedOptions {
  prefix: string;
  arrivals: readonly Arrival[];
  /** Where the clock stands in the end, in ms from the start; not before the last arrival. */
  endMs: number;
  /** Told how many jumps have been answered. */
  progress?(done: number): void;
  /** Told of every jump while the clock stands in the same `everyMs` of it that the jump was made in, and waited for. */
  told?: { everyMs: number; of(jumps: readonly PacedJump[]): Promise<void> };
}

/**
 * The jumps on the held clock, at full speed: warps to each arrival's instant, in order, and jumps there; arrivals of one
 * instant are made one after the other. A clock that is live is held first.
 */
export async function warpedBurst(
  connection: Connection,
  target: Target,
  { prefix, arrivals, endMs, progress, told }: WarpedOptions,
): Promise<PacedJump[]> {
  // Before the clock is held: what is refused leaves it as it was.
  checkInstant((await readClock(connection, prefix)).nowMs + endMs);
  const startMs = await holdClock(connection, prefix);
  const jumps: PacedJump[] = [];
  const add = (arrival: Arrival, decision: Decision, calls: number): void => {
    jumps.push({ jump: jumps.length + 1, client: 1, ...decision, calls, ...arrival });
  };
  const due = ({ atMs, cost }: Arrival) => ({ atMs: startMs + atMs, cost });

  if (target.algorithm.next) {
    // Several calls to a decision: each of them is a round trip, as it is for whoever uses such a limiter.
    for (const arrival of arrivals) {
      const { atMs, cost } = due(arrival);
      await warpTo(connection, prefix, atMs);
      const { decision, calls } = await fullJump(connection, target, { prefix, cost, arrivedMs: atMs });
      add(arrival, decision, calls);
      await told?.of(jumps.slice(-1));
      progress?.(jumps.length);
    }
  } else {
    for (let nowMs = startMs; jumps.length < arrivals.length;) {
      const from = jumps.length;
      const some = batchFrom(arrivals, from, startMs, told?.everyMs);
      const decisions = await jumpTrace(connection, prefix, target, nowMs, some.map(due));
      for (const [index, decision] of decisions.entries()) add(some[index]!, decision, 1);
      nowMs = startMs + some.at(-1)!.atMs;
      await told?.of(jumps.slice(from));
      progress?.(jumps.length);
    }
  }
  if (endMs > (arrivals.at(-1)?.atMs ?? 0)) await warpTo(connection, prefix, startMs + endMs);
  return jumps;
}

/** As many as share a transaction; with `everyMs` none beyond the multiple of it in which the first is made. */
function batchFrom(arrivals: readonly Arrival[], from: number, startMs: number, everyMs?: number): Arrival[] {
  const some = arrivals.slice(from, from + batch);
  if (everyMs === undefined) return some;
  const part = ({ atMs }: Arrival) => Math.floor((startMs + atMs) / everyMs);
  const end = some.findIndex((arrival) => part(arrival) !== part(some[0]!));
  return end < 0 ? some : some.slice(0, end);
}
