import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { messageOf, NoEngineError } from '../errors.ts';
import { serverEnvironment } from './host/leash.ts';
import { reachOwner } from './host/lock.ts';
import {
  onDocuments,
  protocolVersion,
  send,
  type HostedEngine,
  type HostedKind,
  type Request,
  type Response,
  type Status,
} from './host/protocol.ts';

const reachTimeoutMs = 15_000;
const answerTimeoutMs = 20_000;
const mostSpawns = 5;

/** The host lives, and says why it cannot: a server that does not start, say. */
export class HostRefusal extends NoEngineError {}

/** A client's end of the control connection. While it is open, the host does not count as idle. */
export interface Host {
  readonly pid: number;
  status(): Promise<Status>;
  engine(kind: HostedKind, command?: string): Promise<HostedEngine>;
  stop(): Promise<void>;
  close(): void;
}

/** The host that owns the folder's engines, or null where none lives. */
export async function findHost(folder: string): Promise<Host | null> {
  const reached = await reachOwner(folder);
  return reached && wrap(reached.socket, reached.owner.pid);
}

/** The host that owns the folder's engines, started if need be. `hostScript` is the host's built JavaScript file. */
export async function reachHost(folder: string, hostScript: string): Promise<Host> {
  const deadline = Date.now() + reachTimeoutMs;
  let child: { ended: boolean; failed: boolean } | null = null;
  for (let spawns = 0; Date.now() < deadline;) {
    const host = await findHost(folder);
    if (host) return host;
    if (child?.failed) break;
    // A child that ended well found another host in its place; if that one is gone too, it is our turn again.
    if ((!child || child.ended) && spawns < mostSpawns) {
      child = spawnHost(folder, hostScript);
      spawns++;
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new NoEngineError(
    `The engine's host did not start in ${folder}: ${lastLine(join(folder, 'host.log')) || 'it said nothing'}`,
  );
}

function spawnHost(folder: string, hostScript: string): { ended: boolean; failed: boolean } {
  const log = openSync(join(folder, 'host.log'), 'a', 0o600);
  const state = { ended: false, failed: false };
  // Its own process group and no terminal: Ctrl-C for a command is not for the engine.
  const child = spawn(process.execPath, ['--max-old-space-size=512', hostScript, folder], {
    detached: true,
    stdio: ['ignore', log, log],
    // It outlives us by far: it keeps neither our folder busy nor our secrets.
    cwd: folder,
    env: serverEnvironment(process.env),
  });
  child.on('error', () => {
    state.ended = state.failed = true;
  });
  child.on('exit', (code) => {
    state.ended = true;
    state.failed = code !== 0;
  });
  child.unref();
  closeSync(log);
  return state;
}

function lastLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '';
  } catch (error) {
    return messageOf(error);
  }
}

function wrap(socket: Socket, pid: number): Host {
  const waiting: ((response: Response | null) => void)[] = [];
  onDocuments<Response>(socket, (response) => waiting.shift()?.(response));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const settle of waiting.splice(0)) settle(null);
  });

  async function request(document: Request): Promise<Response | null> {
    let timer: NodeJS.Timeout | undefined;
    socket.ref();
    try {
      return await Promise.race([
        new Promise<Response | null>((resolve) => {
          if (socket.destroyed) resolve(null);
          waiting.push(resolve);
          send(socket, document);
        }),
        new Promise<never>((_, reject) => {
          timer = setTimeout(
            () =>
              reject(
                new NoEngineError(
                  `The engine's host (pid ${pid}) does not answer. End it with: kill -9 ${pid}`,
                ),
              ),
            answerTimeoutMs,
          );
        }),
      ]);
    } finally {
      clearTimeout(timer);
      // The open connection tells the host of a client; it must not keep the client alive.
      socket.unref();
    }
  }

  async function expect<T extends Response>(document: Request): Promise<T> {
    const response = await request(document);
    if (!response)
      throw new NoEngineError(`The engine's host (pid ${pid}) went away. Run the command again.`);
    if (!response.ok) throw new HostRefusal(response.error);
    return response as T;
  }

  return {
    pid,
    status: () => expect<Status>({ op: 'status' }),
    async engine(kind, command) {
      const { protocol } = await expect<Status>({ op: 'status' });
      if (protocol !== protocolVersion) {
        throw new NoEngineError(
          'Another version of hyperdrive owns the running engine. `hyperdrive engine stop` ends it.',
        );
      }
      const request: Request = { op: 'engine', kind, ...(command !== undefined && { command }) };
      return (await expect<{ ok: true; engine: HostedEngine }>(request)).engine;
    },
    async stop() {
      await expect({ op: 'stop' });
      // It closes the connection when everything is down.
      if (!socket.destroyed) {
        socket.ref();
        await new Promise((resolve) => socket.once('close', resolve));
      }
    },
    close: () => socket.destroy(),
  };
}
