import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { checkVersion } from '../host/valkey.ts';
import { formCluster } from './form.ts';
import { sweepNodes } from './leftovers.ts';
import { startNode, type ClusterNode } from './node.ts';
import { freePorts } from './ports.ts';

const primaries = 3;
const replicasOfEach = 1;
/** A replica takes over about twice as long after its primary fell silent. Shorter, and a busy machine has nodes that seem dead. */
const nodeTimeoutMs = 1_000;
/** Somebody may take a port in the moment between its choice and its use. */
const mostTries = 3;

export interface StartOptions {
  /** The server binary. */
  command: string;
  env: NodeJS.ProcessEnv;
  /** Where the nodes' folders are made: of this user alone, and with a short path. */
  place: string;
  /** Finds so many ports; by default any that are free. */
  ports?(count: number): Promise<number[]>;
}

/** A private cluster on the loopback; none of its servers can outlive this process. */
export interface StartedCluster {
  readonly password: string;
  /** The primaries first, then a replica of each, in the same order. */
  readonly nodes: readonly ClusterNode[];
  stop(): Promise<void>;
}

/** Starts three primaries with a replica each. Rejects with why that did not come to be; nothing is left then. */
export async function startCluster(options: StartOptions): Promise<StartedCluster> {
  checkVersion(options.command);
  await sweepNodes(options.place);
  for (let tries = 1; ; tries++) {
    try {
      return await tryToStart(options);
    } catch (error) {
      if (tries === mostTries || !/Failed listening on port/.test(String(error))) throw error;
    }
  }
}

async function tryToStart({
  command,
  env,
  place,
  ports: find = freePorts,
}: StartOptions): Promise<StartedCluster> {
  const token = randomBytes(3).toString('hex');
  const password = randomBytes(16).toString('hex');
  const count = primaries * (1 + replicasOfEach);
  const ports = (await find(2 * count)).sort((a, b) => a - b);
  const started = await Promise.allSettled(
    Array.from({ length: count }, (_, index) =>
      startNode({
        command,
        env,
        folder: join(place, `node-${token}-${index}`),
        port: ports[index]!,
        busPort: ports[count + index]!,
        password,
        nodeTimeoutMs,
      }),
    ),
  );
  const nodes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => void (await Promise.all(nodes.map((node) => node.kill())));
  try {
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    await formCluster(nodes, primaries, password);
  } catch (error) {
    await stop();
    throw error;
  }
  return { password, nodes, stop };
}
