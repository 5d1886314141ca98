import type { Connection } from '../../src/engine/port.ts';

/**
 * The commands that a script ran and how often, for each of the costs in turn, from empty keys; under the decision contract at
 * a limit of 1 per minute.
 */
export async function sentCommands(
  connection: Connection,
  keys: string | readonly string[],
  script: string,
  costs: readonly number[],
  args = (cost: number): (string | number)[] => [1, 60_000, cost, ''],
): Promise<Record<string, number>[]> {
  const all = [keys].flat();
  // One transaction: nobody else's commands are counted.
  const replies = await connection.watched([], async () => [
    ['INFO', 'commandstats'],
    ...costs.flatMap((cost) => [
      ['EVAL', script, all.length, ...all, ...args(cost)],
      ['INFO', 'commandstats'],
    ]),
    ['DEL', ...all],
  ]);
  const stats = replies.filter((_, at) => at % 2 === 0).map(calls);
  return costs.map((_, at) =>
    Object.fromEntries(
      [...stats[at + 1]!]
        .map(([name, count]) => [name, count - (stats[at]!.get(name) ?? 0)] as const)
        .filter(([name, count]) => count > 0 && name !== 'info' && name !== 'eval'),
    ),
  );
}

/** How often each command was called, scripts included. */
function calls(info: unknown): Map<string, number> {
  return new Map(
    [...String(info).matchAll(/^cmdstat_(\w+):calls=(\d+)/gm)].map(([, name, count]) => [
      name!,
      Number(count),
    ]),
  );
}
