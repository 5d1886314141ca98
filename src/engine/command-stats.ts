import type { Connection } from './port.ts';

export interface CommandStat {
  calls: number;
  /** Time spent in them; of a script, with all that it calls. */
  micros: number;
}

/** Starts to count anew. */
export async function resetCommandStats(admin: Connection): Promise<void> {
  await admin.call('CONFIG', 'RESETSTAT');
}

/**
 * What the server has done since then, by the command's name in lower case. What scripts call is counted as if clients had
 * called it; the reset itself is left out.
 */
export async function readCommandStats(admin: Connection): Promise<Map<string, CommandStat>> {
  const stats = parseCommandStats(String(await admin.call('INFO', 'commandstats')));
  stats.delete('config|resetstat');
  return stats;
}

/** `cmdstat_get:calls=3,usec=7,…`, a line for each command. */
function parseCommandStats(info: string): Map<string, CommandStat> {
  const lines = info.matchAll(/^cmdstat_([^:\s]+):calls=(\d+),usec=(\d+)/gm);
  return new Map(
    [...lines].map(([, name, calls, micros]) => [name!, { calls: Number(calls), micros: Number(micros) }]),
  );
}
