import type { ClusterNode } from '../cluster/node.ts';
import { startCluster } from '../cluster/start.ts';
import { readNodes, type NodeSeen } from '../cluster/topology.ts';
import type { Running } from './main.ts';
import type { HostedNode } from './protocol.ts';

/** Starts the host's private cluster. `onExit` is called when none of its servers is left. Rejects with why it did not start. */
export async function startHostedCluster(
  folder: string,
  command: string,
  onExit: () => void,
): Promise<Running & { socket: string }> {
  const { nodes, password, stop } = await startCluster({ command, env: process.env, place: folder });
  void Promise.all(nodes.map(({ exited }) => exited)).then(onExit);
  const living = () => nodes.filter(({ ended }) => !ended);
  const [first] = nodes;
  return {
    pid: await number(first!, 'server', 'process_id'),
    socket: first!.socket,
    async clients() {
      // Of each one is who asks. Where one node hangs, the others' visitors count all the same.
      const counts = await Promise.allSettled(living().map(async (node) => (await visitors(node)) - 1));
      const sum = counts.reduce((all, one) => all + (one.status === 'fulfilled' ? one.value : 0), 0);
      const silent = counts.find((one) => one.status === 'rejected');
      if (silent && !sum) throw silent.reason;
      return sum;
    },
    async cluster() {
      const [witness] = living();
      const seen = witness ? readNodes(listed(await witness.ask('CLUSTER NODES', '\n\r\n'))) : [];
      return { password, nodes: nodes.map((node) => hosted(node, seen)) };
    },
    stop,
  };
}

async function number(node: ClusterNode, section: string, field: string): Promise<number> {
  const info = await node.ask(`INFO ${section}`, '\r\n\r\n');
  return Number(new RegExp(`${field}:(\\d+)`).exec(info)?.[1]);
}

/** How many are connected to a node, other nodes not counted: to its replica a primary is a client, too, and never leaves. */
async function visitors(node: ClusterNode): Promise<number> {
  const list = await node.ask('CLIENT LIST', '\n\r\n');
  return list.split('\n').filter((line) => line.startsWith('id=') && !/ flags=\w*[MS]/.test(line)).length;
}

/** Without what stands before and behind the list on the wire. */
function listed(answer: string): string {
  return answer
    .split('\n')
    .filter((line) => /^[0-9a-f]{40} /.test(line))
    .join('\n');
}

function hosted({ port, ended }: ClusterNode, seen: readonly NodeSeen[]): HostedNode {
  const node = seen.find((one) => one.port === port);
  const primary = seen.find(({ id }) => id === node?.primaryId);
  return {
    address: `127.0.0.1:${port}`,
    state: ended || !node ? 'dead' : node.role,
    slots: node?.slots.map(([from, to]) => `${from}-${to}`).join(' ') ?? '',
    ...(primary && !ended && { primary: `127.0.0.1:${primary.port}` }),
  };
}
