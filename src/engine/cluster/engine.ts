import { unusable } from '../connection.ts';
import { introduced } from '../engine.ts';
import { NoEngineError } from '../../errors.ts';
import { ReplyError, type ClusterView, type Connection, type Engine, type EngineKind } from '../port.ts';
import type { ServerUrl } from '../url.ts';
import { firstAnswer, openClusterClient, type Patience } from './client.ts';
import { clusterConnection } from './connection.ts';

/** Connects to a cluster by some of its nodes. Throws `NoEngineError`. */
export async function openCluster(kind: EngineKind, url: ServerUrl, patience?: Patience): Promise<Engine> {
  const connect = async () => clusterConnection(await openClusterClient(url, patience), url);
  const connection = await connect();
  try {
    const { primaries } = connection.cluster;
    const { server, capabilities } = introduced(kind, await infoOf(primaries()));
    return {
      ...connection,
      kind,
      server,
      // The clock's own keys and a limiter's are in different slots, and no transaction spans two.
      capabilities: { ...capabilities, heldClock: false },
      address: url.shown,
      connect,
      async monitor(seen) {
        const stops = await Promise.all(primaries().map((node) => node.monitor(seen)));
        return () => {
          for (const stop of stops) stop();
        };
      },
    };
  } catch (error) {
    connection.close();
    throw error instanceof NoEngineError ? error : unusable(error, url);
  }
}

function infoOf(primaries: ReturnType<ClusterView['primaries']>): Promise<string> {
  return firstAnswer(primaries, async ({ call }) => {
    try {
      return String(await call('INFO', 'server'));
    } catch (error) {
      // A user without INFO may still run scripts.
      if (error instanceof ReplyError) return '';
      throw error;
    }
  });
}

type Address = NonNullable<ServerUrl['nodes']>[number];

/** Where the nodes of a cluster listen, as one of them tells it; the first is the one that was asked. */
export async function nodesOf(connection: Connection, url: ServerUrl): Promise<Address[]> {
  const ranges = (await connection.call('CLUSTER', 'SLOTS')) as [number, number, ...[string, number][]][];
  const told = ranges.flatMap(([, , ...nodes]) =>
    nodes.map(([host, port]) => ({ host: host || url.host || '127.0.0.1', port })),
  );
  const all = [...(url.path === undefined ? [{ host: url.host!, port: url.port! }] : []), ...told];
  return [...new Map(all.map((node) => [`${node.host}:${node.port}`, node])).values()];
}
