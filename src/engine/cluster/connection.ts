import type { Cluster, Redis } from 'iovalkey';
import { connectionOf } from '../connection.ts';
import { startMonitor } from '../monitor.ts';
import type { Arg, ClusterPrimary, ClusterView, Command, Connection, RawReply, Reply } from '../port.ts';
import type { ServerUrl } from '../url.ts';
import { clusterFailure } from './client.ts';
import { slotOf } from '../slot.ts';

/** What the driver says, without asking anybody, of a transaction whose keys are in several slots. */
const severalSlots = /^All (the )?keys in (a|the) pipeline/;

/**
 * The connection that a cluster's client is. A command goes to the primary of its keys' slot, one without keys to any primary,
 * and SCRIPT to all. A node that was away when a command was on its way gets it again: whether it ran twice cannot be known.
 */
export function clusterConnection(client: Cluster, url: ServerUrl): Connection & { cluster: ClusterView } {
  const primaries = () => client.nodes('master').map((node) => primary(node, url));
  const placeOf = (key: string | Buffer) => {
    const slot = slotOf(key);
    return { slot, node: client.slots[slot]?.[0] ?? null };
  };
  /** The client of the node that serves a slot, or of any. */
  const nodeFor = (keys: readonly (string | Buffer)[]): Redis => {
    const nodes = client.nodes('master');
    const address = keys[0] === undefined ? null : placeOf(keys[0]).node;
    return nodes.find((node) => addressOf(node) === address) ?? nodes[0]!;
  };

  const drop = (address: string) => {
    const node = client.nodes().find((one) => addressOf(one) === address);
    node?.disconnect();
    // Who hangs never says goodbye.
    node?.stream?.destroy();
  };

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw clusterFailure(error, url);
    }
  }

  async function transaction(commands: readonly Command[]): Promise<(Reply | Error)[]> {
    if (!commands.length) return [];
    const multi = client.multi();
    for (const [name, ...args] of commands) multi.call(known(name), args as string[]);
    let replies;
    try {
      replies = await multi.exec();
    } catch (error) {
      if (!severalSlots.test((error as Error).message)) throw clusterFailure(error, url);
      // Let a node say it: its words are those that everybody meets.
      return connectionOf(nodeFor([]), url).watched([], async () => [...commands]);
    }
    return replies!.map(([error, reply]) => (error ? clusterFailure(error, url) : (reply as Reply)));
  }

  return {
    async call(...[name, ...args]: Arg[]) {
      if (/^script$/i.test(String(name))) {
        const replies = await Promise.all(primaries().map((node) => node.call(name!, ...args)));
        return replies[0]!;
      }
      return attempt(async () => (await client.call(known(name), args)) as Reply);
    },
    callRaw: (...[name, ...args]: Arg[]) =>
      attempt(async () => (await client.callBuffer(known(name), args)) as RawReply),
    async watched(keys, plan) {
      if (!keys.length) return transaction(await plan());
      return connectionOf(nodeFor(keys), url).watched(keys, plan);
    },
    cluster: { primaries, placeOf, drop },
    // When none of its nodes is left; one that goes away ends nothing.
    ended: new Promise((resolve) => {
      client.once('end', resolve);
    }),
    close: () => client.disconnect(),
  };
}

function primary(node: Redis, url: ServerUrl): ClusterPrimary {
  const { call, callRaw } = connectionOf(node, url);
  return {
    address: addressOf(node),
    call,
    callRaw,
    async monitor(seen) {
      const own = node.duplicate({ lazyConnect: true });
      own.on('error', () => {});
      await own.connect();
      return startMonitor(own, url, seen);
    },
  };
}

/**
 * A command's name as the driver knows it. It finds keys behind those in small letters only, and sends anything else to any node:
 * most would be sent on from there, and all that meet one that hangs would wait.
 */
function known(name: Arg | undefined): string {
  return String(name).toLowerCase();
}

function addressOf({ options: { host, port } }: Redis): string {
  return `${host}:${port}`;
}
