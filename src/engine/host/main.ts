/**
 * The host: one detached process per user that owns the private engines, so that state lives on between commands.
 * Started by a client as `node host.js <folder>`; ends when told to, or after 30 minutes without a client.
 * `node host.js <folder> <socket>` is the look-alike alone, until it is killed.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { watchIdleness, watchVisitors } from './idle.ts';
import { acquire, sweep } from './lock.ts';
import {
  onDocuments,
  protocolVersion,
  send,
  type HostedCluster,
  type HostedEngine,
  type HostedKind,
  type Request,
  type Response,
} from './protocol.ts';

/** A server that the host has started. */
export interface Running {
  pid: number;
  /** How many others than the host are connected to it. */
  clients(): Promise<number>;
  stop(): Promise<void>;
  /** Of a cluster: its nodes as they are now, and its password. */
  cluster?(): Promise<Required<HostedCluster>>;
}

const idleForMs = 30 * 60 * 1000;

export async function host(folder: string): Promise<void> {
  const token = randomBytes(4).toString('hex');
  const control = `host-${token}.sock`;
  const startedAtMs = Date.now();
  const engines = new Map<HostedKind, Promise<HostedEngine & { running: Running }>>();

  const busy = watchVisitors(() =>
    [...engines.values()].map(async (engine) => (await engine).running.clients()),
  );
  const idleness = watchIdleness(idleForMs, busy, () => void end());
  const server = createServer((socket) => {
    idleness.arrive();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => idleness.depart());
    onDocuments<Request>(socket, async (request) => {
      const response = await answer(request).catch((error: unknown): Response => ({
        ok: false,
        error: messageOf(error),
      }));
      send(socket, response);
      if (request.op === 'stop') await end();
    });
  });

  async function answer(request: Request): Promise<Response> {
    switch (request.op) {
      case 'status': {
        const settled = await Promise.allSettled(engines.values());
        const running = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        const shown = await Promise.all(running.map((one) => publicPart(one, false)));
        return { ok: true, protocol: protocolVersion, pid: process.pid, startedAtMs, engines: shown };
      }
      case 'stop':
        return { ok: true };
      case 'engine':
        return { ok: true, engine: await publicPart(await engineOf(request), true) };
      default:
        return { ok: false, error: `unknown request ${JSON.stringify(request)}` };
    }
  }

  function engineOf({ kind, command }: Request & { op: 'engine' }) {
    let engine = engines.get(kind);
    if (!engine) {
      engine = start(kind, command);
      engines.set(kind, engine);
      // One that did not start may be tried again, say with another binary.
      engine.catch(() => engines.delete(kind));
    }
    return engine;
  }

  async function start(kind: HostedKind, command = 'valkey-server') {
    const onExit = () => engines.delete(kind);
    if (kind === 'cluster') {
      const running = await (await import('./cluster.ts')).startHostedCluster(folder, command, onExit);
      return { kind, socket: running.socket, pid: running.pid, running };
    }
    const socket = `${kind}-${token}.sock`;
    const running =
      kind === 'valkey'
        ? await (await import('./valkey.ts')).startValkey(folder, socket, command, onExit)
        : await (await import('./builtin.ts')).startBuiltin(folder, socket);
    return { kind, socket: join(folder, socket), pid: running.pid, running };
  }

  async function end(): Promise<never> {
    // Nobody new first: who comes from now on finds a dead lock, and starts a host of its own.
    server.close();
    rmSync(join(folder, control), { force: true });
    const settled = await Promise.allSettled(engines.values());
    await Promise.allSettled(
      settled.map((result) => (result.status === 'fulfilled' ? result.value.running.stop() : null)),
    );
    for (const kind of ['valkey', 'builtin']) rmSync(join(folder, `${kind}-${token}.sock`), { force: true });
    process.exit(0);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(join(folder, control), resolve);
  });
  if (!(await acquire(folder, { control, pid: process.pid }))) {
    rmSync(join(folder, control), { force: true });
    process.exit(0);
  }
  sweep(folder, control);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end());
}

async function serveBuiltin(folder: string, socket: string): Promise<void> {
  await (await import('./builtin.ts')).startBuiltin(folder, socket);
}

async function publicPart(
  { kind, socket, pid, running }: HostedEngine & { running: Running },
  withPassword: boolean,
): Promise<HostedEngine> {
  if (!running.cluster) return { kind, socket, pid };
  const { password, nodes } = await running.cluster();
  return { kind, socket, pid, cluster: { nodes, ...(withPassword && { password }) } };
}

const [folder, socket] = process.argv.slice(2);
if (folder) {
  const serving = socket === undefined ? host(folder) : serveBuiltin(folder, socket);
  serving.catch((error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  });
}
