import type { Connection } from './port.ts';

/** Pages of key names that a glob matches, of every primary where the server is a cluster. A name may come twice. */
export async function* scanPages(
  connection: Connection,
  glob: string,
  count: number,
): AsyncGenerator<Buffer[], void, void> {
  for (const node of connection.cluster?.primaries() ?? [connection]) {
    let cursor = '0';
    do {
      const [next, names] = (await node.callRaw('SCAN', cursor, 'MATCH', glob, 'COUNT', count)) as [
        Buffer,
        Buffer[],
      ];
      yield names;
      cursor = String(next);
    } while (cursor !== '0');
  }
}
