import type { Connection } from '../engine/port.ts';
import { integers } from '../limiter/contract.ts';
import { makeScript, runScript, type Script } from '../limiter/script.ts';
import { keptMinutes, topKeys, topShips, topSlotMs, usageKey } from './keys.ts';

/** What became of a ship's jumps. Jumps, not units: one that costs 60 is one. */
export interface ShipCount {
  ship: string;
  allowed: number;
  denied: number;
}

/** A minute of a ship, after a call that counted in it. */
export interface Recorded {
  minuteMs: number;
  allowed: number;
  denied: number;
}

/** As many ships as top.lua takes in one call. */
const shipsPerCall = 1_000;

export interface UsageScripts {
  record: Script;
  top: Script;
}

/** The scripts that usage is counted with; `packageFile` reads a file that came with hyperdrive. */
export function usageScripts(packageFile: (path: string) => string): UsageScripts {
  const load = (name: string) => makeScript(name, packageFile(name));
  return { record: load('lua/usage/record.lua'), top: load('lua/usage/top.lua') };
}

/**
 * Counts jumps by the namespace's clock: one call for each ship, then one for the top talkers of all. Not all or nothing: on a
 * cluster these are different slots. Resolves to the ships' minutes; rejects with `ReplyError` where the server refuses.
 */
export async function recordUsage(
  connection: Connection,
  { record, top }: UsageScripts,
  prefix: string,
  counts: readonly ShipCount[],
): Promise<Recorded[]> {
  const how = { prefix, whole: false };
  const recorded = await Promise.all(
    counts.map(async ({ ship, allowed, denied }): Promise<Recorded> => {
      const args = (heldMs: number | null) => [allowed, denied, keptMinutes, heldMs ?? ''].map(String);
      const { reply } = await runScript(connection, record, [usageKey(prefix, ship)], args, how);
      const [minuteMs, allowedNow, deniedNow] = integers(reply, 3) as [number, number, number];
      return { minuteMs, allowed: allowedNow, denied: deniedNow };
    }),
  );
  const keys = topKeys(prefix);
  for (let from = 0; from < counts.length; from += shipsPerCall) {
    const ships = counts.slice(from, from + shipsPerCall);
    const jumps = ships.flatMap(({ ship, allowed, denied }) => [ship, allowed + denied]);
    const args = (heldMs: number | null) => [topShips, topSlotMs, heldMs ?? '', ...jumps].map(String);
    await runScript(connection, top, [...keys.counts, ...keys.errors], args, how);
  }
  return recorded;
}
