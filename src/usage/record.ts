import type { Connection } from '../engine/port.ts';
import { integers } from '../limiter/contract.ts';
import { makeScript, runLive, runScript, type Script } from '../limiter/script.ts';
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

/** top.lua takes a thousand, but nobody else is served meanwhile: this many take a few milliseconds. */
const shipsPerCall = 250;

export interface UsageScripts {
  record: Script;
  top: Script;
}

/** The scripts that usage is counted with; `packageFile` reads a file that came with hyperdrive. */
export function usageScripts(packageFile: (path: string) => string): UsageScripts {
  const load = (name: string) => makeScript(name, packageFile(name));
  return { record: load('lua/usage/record.lua'), top: load('lua/usage/top.lua') };
}

export interface RecordOptions {
  /** The namespace's clock is never held: one plain command a call, all at once. For a gateway. */
  live?: boolean;
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
  { live = false }: RecordOptions = {},
): Promise<Recorded[]> {
  const run = async (script: Script, keys: string[], args: (heldMs: number | null) => readonly unknown[]) => {
    const argv = (heldMs: number | null) => args(heldMs).map(String);
    if (live) return runLive(connection, script, keys, argv(null));
    return (await runScript(connection, script, keys, argv, { prefix, whole: false })).reply;
  };
  const one = async ({ ship, allowed, denied }: ShipCount): Promise<Recorded> => {
    const args = (heldMs: number | null) => [allowed, denied, keptMinutes, heldMs ?? ''];
    const reply = await run(record, [usageKey(prefix, ship)], args);
    const [minuteMs, allowedNow, deniedNow] = integers(reply, 3) as [number, number, number];
    return { minuteMs, allowed: allowedNow, denied: deniedNow };
  };

  // The first one alone: a server that does not know the script is sent its text once, and not for every ship.
  const recorded = await Promise.all(counts.slice(0, 1).map(one));
  recorded.push(...(await Promise.all(counts.slice(1).map(one))));
  const keys = topKeys(prefix);
  for (let from = 0; from < counts.length; from += shipsPerCall) {
    const ships = counts.slice(from, from + shipsPerCall);
    const jumps = ships.flatMap(({ ship, allowed, denied }) => [ship, allowed + denied]);
    await run(top, [...keys.counts, ...keys.errors], (heldMs) => [
      topShips,
      topSlotMs,
      heldMs ?? '',
      ...jumps,
    ]);
  }
  return recorded;
}
