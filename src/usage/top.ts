import type { Connection, Reply } from '../engine/port.ts';
import { topKeys, topSlotMs } from './keys.ts';

/** The list of one slot of time, as top.lua keeps it. */
export interface TopSlot {
  beganMs: number;
  /** Jumps of all ships. */
  total: number;
  /** Ships in the list at most. */
  keep: number;
  counts: ReadonlyMap<string, number>;
  /** By how much a count may be too high, where it may be. */
  errors: ReadonlyMap<string, number>;
}

/** A ship made from `jumps - error` to `jumps` jumps. */
export interface Talker {
  ship: string;
  jumps: number;
  error: number;
}

/** Who made the most jumps. */
export interface TopTalkers {
  /** When the oldest slot began; null where nothing was recorded. */
  sinceMs: number | null;
  /** Jumps of all ships since then. */
  total: number;
  /** No talker's error is above this, and no ship that is missing here made more jumps. */
  errorAtMost: number;
  /** Most jumps first. */
  talkers: Talker[];
}

/** The slots that were counted in from `fromMs` on, as they stand at one instant. */
export async function readTop(connection: Connection, prefix: string, fromMs: number): Promise<TopSlot[]> {
  const { counts, errors } = topKeys(prefix);
  // A slot moves to another key when the next one begins: counts and errors must be of one moment.
  const replies = await connection.watched([], async () => [
    ...counts.map((key) => ['ZRANGE', key, 0, -1, 'WITHSCORES']),
    ...errors.map((key) => ['HGETALL', key]),
  ]);
  for (const reply of replies) if (reply instanceof Error) throw reply;
  return counts
    .map((_, i) => slotOf(pairs(replies[i] as Reply[]), pairs(replies[counts.length + i] as Reply[])))
    .filter((slot) => slot !== null)
    .filter(({ beganMs }) => beganMs + topSlotMs > fromMs);
}

/** Null where one of the two is missing: a server that is full may have dropped it. */
function slotOf(counts: Map<string, number>, noted: Map<string, number>): TopSlot | null {
  const [beganMs, total, keep] = ['@slot', '@total', '@keep'].map((name) => noted.get(name));
  if (beganMs === undefined || total === undefined || keep === undefined || !counts.size) return null;
  return { beganMs, total, keep, counts, errors: noted };
}

function pairs(flat: readonly Reply[]): Map<string, number> {
  const found = new Map<string, number>();
  for (let i = 0; i < flat.length; i += 2) found.set(String(flat[i]), Number(flat[i + 1]));
  return found;
}

/**
 * The lists of several slots as one. What a full list does not name may have made as many jumps in it as its smallest, so that
 * is added to the count and to the error of a ship that only other slots name.
 */
export function mergeTop(slots: readonly TopSlot[]): TopTalkers {
  const smallest = slots.map(({ counts, keep }) => (counts.size < keep ? 0 : Math.min(...counts.values())));
  const ships = new Set(slots.flatMap(({ counts }) => [...counts.keys()]));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const talkers = [...ships].map((ship) => ({
    ship,
    jumps: sum(slots.map(({ counts }, i) => counts.get(ship) ?? smallest[i]!)),
    error: sum(
      slots.map(({ counts, errors }, i) => (counts.has(ship) ? (errors.get(ship) ?? 0) : smallest[i]!)),
    ),
  }));
  return {
    sinceMs: slots.length ? Math.min(...slots.map(({ beganMs }) => beganMs)) : null,
    total: sum(slots.map(({ total }) => total)),
    errorAtMost: sum(smallest),
    // By name where they made as many, so that the order is always the same.
    talkers: talkers.sort((a, b) => b.jumps - a.jumps || (a.ship < b.ship ? -1 : 1)),
  };
}
