import { literalGlob, partKey } from '../engine/namespace.ts';

/** What `record.lua` counts in. */
export const minuteMs = 60_000;
/** So many minutes of each ship are kept. */
export const keptMinutes = 60;

/** The top talkers are counted in slots of so long. */
export const topSlotMs = 600_000;
/** As many as an hour may touch: six, and the one that has begun. */
export const topSlots = 7;
/** Ships in the list of a slot. */
export const topShips = 100;

/** `@` cannot stand in a ship's name, so no ship can have this hash tag. */
const everyone = '@usage';
/** What the key of a ship's counts ends in. `@` cannot stand in a limit's name, either: one called usage has a key of its own. */
const usagePart = '@usage';

/** Where a ship's jumps are counted. */
export function usageKey(prefix: string, ship: string): string {
  return partKey(prefix, ship, usagePart);
}

/** What SCAN finds such keys by. */
export function usageGlob(prefix: string): string {
  return usageKey(literalGlob(prefix), '*');
}

/** Whose jumps are counted at a key; null where none are. */
export function shipOfUsageKey(prefix: string, key: string): string | null {
  const [head, tail] = [`${prefix}{`, `}:${usagePart}`];
  return key.startsWith(head) && key.endsWith(tail) ? key.slice(head.length, -tail.length) : null;
}

/** The lists of top talkers, the newest first: their counts, and their errors. */
export function topKeys(prefix: string): { counts: string[]; errors: string[] } {
  const keys = (name: string) =>
    Array.from({ length: topSlots }, (_, slot) => partKey(prefix, everyone, name, String(slot)));
  return { counts: keys('top'), errors: keys('errors') };
}

/** Whether a key is of what was recorded: of a ship's, or of the lists. */
export function isUsageKey(prefix: string, key: string): boolean {
  return shipOfUsageKey(prefix, key) !== null || key.startsWith(partKey(prefix, everyone, ''));
}
