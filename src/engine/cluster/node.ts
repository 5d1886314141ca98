import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../host/ask.ts';
import { leash, type Leashed } from '../host/leash.ts';

/** KiB of address space: a node of the workshop's holds a few megabytes, a script of the learner's may hold more. */
const addressSpace = 1_048_576;
const startTimeoutMs = 10_000;

export interface NodeOptions {
  /** The server binary. */
  command: string;
  env: NodeJS.ProcessEnv;
  /** Its own, made and removed with it. Short: a socket lies in it. */
  folder: string;
  port: number;
  busPort: number;
  password: string;
  /** How long a node may be silent before others suspect it. */
  nodeTimeoutMs: number;
}

/** One server of a private cluster; it cannot outlive this process. */
export interface ClusterNode {
  readonly port: number;
  readonly busPort: number;
  /** Of its Unix socket, which only this user can open. */
  readonly socket: string;
  readonly ended: boolean;
  /** Resolves when it has ended. */
  readonly exited: Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again after it was killed, with what it knew of the cluster and without its keys, as nothing is persisted. */
  restart(): Promise<void>;
  /** One inline command, with the password; resolves when the answer holds `until`. */
  ask(line: string, until: string): Promise<string>;
}

/** Starts a node that knows nobody yet. Rejects with why it did not start. */
export async function startNode(options: NodeOptions): Promise<ClusterNode> {
  const { folder, port, busPort, password } = options;
  const socket = join(folder, 's');
  const known = join(folder, 'nodes.conf');
  let knowledge: Buffer | null = null;
  let process: Leashed;

  const start = async () => {
    mkdirSync(folder, { mode: 0o700 });
    const file = join(folder, 'server.conf');
    // A file, not arguments: those are in everybody's process list, and there is a password among them.
    writeFileSync(file, configuration(options, socket), { mode: 0o600 });
    if (knowledge) writeFileSync(known, knowledge, { mode: 0o600 });
    process = leash([options.command, file], { env: options.env, bounds: { addressSpace }, folder });
    await untilUp(process, socket);
  };
  try {
    await start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    port,
    busPort,
    socket,
    get ended() {
      return process.ended;
    },
    get exited() {
      return process.exited;
    },
    async kill() {
      // Its leash removes the folder with the process, whoever ends it. Only this survives, for a restart.
      if (existsSync(known)) knowledge = readFileSync(known);
      process.kill();
      await process.exited;
    },
    restart: start,
    ask: (line, until) => ask(socket, `AUTH ${password}\r\n${line}`, until),
  };
}

function configuration(
  { folder, port, busPort, password, nodeTimeoutMs }: NodeOptions,
  socket: string,
): string {
  const settings = {
    port,
    'cluster-port': busPort,
    bind: '127.0.0.1',
    unixsocket: socket,
    unixsocketperm: '700',
    requirepass: password,
    masterauth: password,
    'cluster-enabled': 'yes',
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': nodeTimeoutMs,
    // The slots of a dead primary are gone until its replica takes over; those of the others are not.
    'cluster-require-full-coverage': 'no',
    'cluster-allow-replica-migration': 'no',
    // However long its primary was out of reach: a limiter that forgets a second is better than none.
    'cluster-replica-validity-factor': 0,
    // Nothing is written to disk but nodes.conf: a replica is filled over the socket.
    save: '""',
    appendonly: 'no',
    'repl-diskless-sync': 'yes',
    'repl-diskless-sync-delay': 0,
    'repl-diskless-load': 'on-empty-db',
    dir: folder,
    maxmemory: '64mb',
    'maxmemory-policy': 'noeviction',
    daemonize: 'no',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

async function untilUp(server: Leashed, socket: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  // It asks for the password before it answers: that is an answer.
  while (!/^[+-]/.test(await ask(socket, 'PING', '\n').catch(() => ''))) {
    if (server.ended || Date.now() > deadline) {
      const how = server.ended ? 'ended at once' : 'did not answer within 10 s';
      server.kill();
      await server.exited;
      throw new Error(`a node ${how}: ${server.output().trim().split('\n').at(-1) || 'it said nothing'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
