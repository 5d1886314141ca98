import { messageOf, NoEngineError } from '../../errors.ts';
import { runtimeFolder } from '../../platform/runtime-folder.ts';
import { serverOnPath } from '../choose.ts';
import type { Engine } from '../port.ts';
import { parseServerUrl } from '../url.ts';
import { openCluster } from './engine.ts';
import { connectNode, nodesSeenBy } from './form.ts';
import type { ClusterNode } from './node.ts';
import { slotOf } from '../slot.ts';
import { startCluster } from './start.ts';
import { holds } from './topology.ts';

/** A node that does not answer is told of at once, and not waited for: the wait is what is measured. */
const impatient = { mostRedirections: 3, retryDelayMs: 20 };

/** A throwaway cluster, for whoever wants to see nodes die. Nodes go by their addresses, `host:port`. */
export interface DrillCluster {
  /** A client that gives up soon. */
  readonly engine: Engine;
  /** The primary of a key's slot, as the other nodes see it now; null while there is none. */
  primaryOf(key: string): Promise<string | null>;
  /** Has the primary's replica lose touch with it, for good: what is decided from now on is on the primary alone. */
  cutOff(address: string): Promise<void>;
  /** kill -9. */
  kill(address: string): Promise<void>;
  restart(address: string): Promise<void>;
  /** Whether it follows a primary, and has all that this one has. */
  isReplica(address: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** Starts one that nobody else uses. Throws `NoEngineError`. */
export async function openDrillCluster(
  env: NodeJS.ProcessEnv,
  notice: (line: string) => void,
): Promise<DrillCluster> {
  const command = serverOnPath(env, 'cluster');
  const { folder, notices } = runtimeFolder(env);
  for (const line of notices) notice(line);
  const { nodes, password, stop } = await startCluster({ command, env, place: folder }).catch(
    (error: unknown) => {
      throw new NoEngineError(`No throwaway cluster: ${messageOf(error)}.`, { cause: error });
    },
  );
  const addressOf = ({ port }: ClusterNode) => `127.0.0.1:${port}`;
  const node = (address: string) => nodes.find((one) => addressOf(one) === address)!;
  const url = parseServerUrl(`valkey://:${password}@${nodes.map(addressOf).join(',')}`);

  /** What a node says to one connection's work. */
  const on = async <T>(
    which: ClusterNode,
    work: (c: Awaited<ReturnType<typeof connectNode>>) => Promise<T>,
  ) => {
    const connection = await connectNode(which, password);
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  };
  try {
    const engine = await openCluster('cluster', url, impatient);
    return {
      engine,
      async primaryOf(key) {
        const seen = await on(
          nodes.find(({ ended }) => !ended)!,
          nodesSeenBy,
        );
        const slot = slotOf(key);
        const primary = seen.find(({ slots, failed }) => !failed && holds(slots, slot));
        return primary && !node(`${primary.host}:${primary.port}`).ended
          ? `${primary.host}:${primary.port}`
          : null;
      },
      async cutOff(address) {
        const seen = await on(node(address), nodesSeenBy);
        const id = seen.find(({ myself }) => myself)!.id;
        const replica = seen.find(({ primaryId }) => primaryId === id)!;
        // It calls back at once, and is not let in.
        await on(node(`${replica.host}:${replica.port}`), (c) =>
          c.call('CONFIG', 'SET', 'masterauth', 'none'),
        );
        await on(node(address), (c) => c.call('CLIENT', 'KILL', 'TYPE', 'replica'));
      },
      kill: (address) => node(address).kill(),
      restart: (address) => node(address).restart(),
      async isReplica(address) {
        const info = String(await on(node(address), (c) => c.call('INFO', 'replication')));
        return info.includes('role:slave') && info.includes('master_link_status:up');
      },
      async stop() {
        engine.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
