import type { Algorithm } from '../algorithms/algorithm.ts';
import type { Connection } from '../engine/port.ts';
import type { Throwaway } from '../engine/throwaway.ts';
import type { Script } from '../limiter/script.ts';
import { shipKey } from './sizing-ships.ts';

/** A limiter that is measured, with units that each ship may have in a week: while it is measured nothing comes back. */
export interface Subject {
  algorithm: Algorithm;
  script: Script;
  limit: number;
}

export const periodMs = 7 * 24 * 60 * 60 * 1_000;

/** Traffic comes over so many connections. */
const connectionsOpen = 4;
/** Calls under way on each of them: enough for a server to be busy. */
const pipelined = 32;
/** Looks, which leave nothing: whoever comes first finds cold caches. */
const warmUps = connectionsOpen * pipelined;

/** Does work over a few connections to a server that has the scripts, and closes them. */
export async function overConnections<T>(
  server: Pick<Throwaway, 'connect'>,
  subjects: readonly Subject[],
  work: (connections: readonly Connection[]) => Promise<T>,
): Promise<T> {
  const connections: Connection[] = [];
  try {
    while (connections.length < connectionsOpen) connections.push(await server.connect());
    for (const { script } of subjects) await connections[0]!.call('SCRIPT', 'LOAD', script.text);
    for (const subject of subjects)
      await pour(connections, warmUps, (connection) => jump(connection, subject, 0, 0));
    return await work(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** One jump, by the script's SHA. Answers with whether it was allowed. */
export async function jump(
  connection: Connection,
  { algorithm, script, limit }: Subject,
  ship: number,
  cost: number,
): Promise<boolean> {
  const drive = { algorithm: algorithm.name, limit, periodMs };
  const args = algorithm.args({ drive, cost, heldMs: null, callerMs: 0 });
  return algorithm.read(await connection.call('EVALSHA', script.sha, 1, shipKey(ship), ...args)).allowed;
}

/** Keeps all connections busy until `most` calls are made, or it does not go on. Answers with how many were. */
export async function pour(
  connections: readonly Connection[],
  most: number,
  call: (connection: Connection, nth: number) => Promise<unknown>,
  goesOn = () => true,
): Promise<number> {
  let made = 0;
  const keepCalling = async (connection: Connection): Promise<void> => {
    while (made < most && goesOn()) await call(connection, made++);
  };
  await Promise.all(
    connections.flatMap((connection) => Array.from({ length: pipelined }, () => keepCalling(connection))),
  );
  return made;
}
