import type { Throwaway } from '../engine/throwaway.ts';
import { readUsage, untilAlone } from '../engine/usage.ts';
import { jump, overConnections, pour, type Subject } from './sizing-traffic.ts';

/**
 * Bytes of a ship that has used up its limit: what so many of them make of a server that holds nothing else. To a whole byte, as it
 * is shown, so that whoever works on with it gets the same. Null where the server does not tell.
 */
export async function weigh(
  server: Pick<Throwaway, 'connect'>,
  subject: Subject,
  ships: number,
): Promise<number | null> {
  const admin = await server.connect();
  try {
    // What connections take comes and goes: it is weighed without any.
    const weight = async () => {
      await untilAlone(admin);
      return (await readUsage(admin))?.memoryBytes ?? null;
    };
    await overConnections(server, [subject], async () => {});
    const empty = await weight();
    if (empty === null) return null;
    await overConnections(server, [subject], async (connections) => {
      await pour(connections, ships, (connection, ship) => jump(connection, subject, ship, subject.limit));
      // Tables that have just doubled are moved bit by bit, whenever somebody looks something up.
      await pour(connections, ships, (connection, ship) => jump(connection, subject, ship, 0));
    });
    const full = await weight();
    return full === null ? null : Math.round((full - empty) / ships);
  } finally {
    admin.close();
  }
}
