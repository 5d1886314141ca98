import { connect } from '../connection.ts';
import type { Connection } from '../port.ts';
import type { ClusterNode } from './node.ts';
import { slotCount } from '../slot.ts';
import { readNodes, type NodeSeen } from './topology.ts';

const formTimeoutMs = 20_000;
const lookEveryMs = 25;

/** The shares of the primaries, as even as they can be: the first and last slot of each. */
export function shares(primaries: number): [from: number, to: number][] {
  const start = (index: number) => Math.round((index * slotCount) / primaries);
  return Array.from({ length: primaries }, (_, index) => [start(index), start(index + 1) - 1]);
}

/**
 * Makes a cluster of nodes that know nobody: the first `primaries` share the slots, each of the others replicates one of them, in
 * turn. Resolves when every node knows all, every slot is served and every replica has its primary's keys.
 */
export async function formCluster(
  nodes: readonly ClusterNode[],
  primaries: number,
  password: string,
): Promise<void> {
  const connections = await Promise.all(nodes.map((node) => connectNode(node, password)));
  try {
    const deadline = Date.now() + formTimeoutMs;
    const all = <T>(work: (connection: Connection, index: number) => Promise<T>) =>
      Promise.all(connections.map(work));

    // Epochs of their own first: two primaries with the same would have to settle who is right.
    await all((connection, index) => connection.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1));
    await Promise.all(
      shares(primaries).map(([from, to], index) =>
        connections[index]!.call('CLUSTER', 'ADDSLOTSRANGE', from, to),
      ),
    );
    // Each meets each: gossip would get there too, but it takes its time.
    await all(async (connection, index) => {
      for (const { port, busPort } of nodes.slice(index + 1))
        await connection.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort);
    });
    const ids = await all(async (connection) => String(await connection.call('CLUSTER', 'MYID')));
    await until(deadline, 'did not all meet', async () => {
      const seen = await all(nodesSeenBy);
      return seen.every((known) => known.filter(({ failed }) => !failed).length === nodes.length);
    });
    await all(async (connection, index) => {
      if (index >= primaries) await connection.call('CLUSTER', 'REPLICATE', ids[index % primaries]!);
    });
    await until(deadline, 'did not become one cluster', async () =>
      (await all(isReady(nodes.length - primaries))).every(Boolean),
    );
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** A connection to one node alone, by its socket. */
export function connectNode({ socket, port }: ClusterNode, password: string): Promise<Connection> {
  return connect({ path: socket, password, tls: false, db: 0, shown: `127.0.0.1:${port}` });
}

/** The nodes that this one knows of. */
export async function nodesSeenBy(connection: Connection): Promise<NodeSeen[]> {
  return readNodes(String(await connection.call('CLUSTER', 'NODES')));
}

/** Whether a node serves: for a primary the slots are all covered, for a replica its primary's keys are here. */
function isReady(replicas: number): (connection: Connection) => Promise<boolean> {
  return async (connection) => {
    const [cluster, replication, known] = await Promise.all([
      connection.call('CLUSTER', 'INFO').then(String),
      connection.call('INFO', 'replication').then(String),
      nodesSeenBy(connection),
    ]);
    return (
      cluster.includes('cluster_state:ok') &&
      cluster.includes(`cluster_slots_ok:${slotCount}`) &&
      known.filter(({ role }) => role === 'replica').length === replicas &&
      (replication.includes('role:master') || replication.includes('master_link_status:up'))
    );
  };
}

/** Asks until it is so. Rejects where that takes too long; `otherwise` says what the nodes failed to do. */
export async function until(
  deadline: number,
  otherwise: string,
  holds: () => Promise<boolean>,
): Promise<void> {
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`the nodes of the cluster ${otherwise} in time`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
