import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ask, untilAnswers } from './ask.ts';
import { leash, type Leashed } from './leash.ts';
import type { Running } from './main.ts';

/** `valkey-server --version` and its like: name and version. Throws where the binary does not run. */
function versionOf(command: string): { name: string; version: string } {
  const text = execFileSync(command, ['--version'], { encoding: 'utf8', timeout: 5_000 });
  const [, name = 'server', version = '0'] = /^(\w+) server v=([\d.]+)/i.exec(text) ?? [];
  return { name, version };
}

/** Throws where the binary does not run, or is older than 7.0. */
export function checkVersion(command: string): void {
  const { name, version } = versionOf(command);
  if (Number(version.split('.')[0]) < 7)
    throw new Error(`${name} ${version} is too old: 7.0 or later is needed`);
}

/** How much a server may take, and what is asked of it besides. */
export interface ServerOptions {
  env: NodeJS.ProcessEnv;
  /** KiB; maxmemory does not bind Lua. */
  addressSpace: number;
  /** For its data, as the server writes it: `256mb`. */
  maxmemory: string;
  settings?: Readonly<Record<string, string>>;
  /** Whether its folder goes when this process does. */
  removesFolder?: boolean;
}

/**
 * Starts a server that cannot outlive this process: one Unix socket, no TCP port, no persistence, a memory cap. Its binary has
 * been checked. Rejects with why it did not start.
 */
export async function spawnServer(
  command: string,
  folder: string,
  path: string,
  options: ServerOptions,
): Promise<Leashed> {
  const settings = {
    port: '0',
    unixsocket: path,
    unixsocketperm: '700',
    save: '',
    appendonly: 'no',
    dir: folder,
    maxmemory: options.maxmemory,
    'maxmemory-policy': 'noeviction',
    daemonize: 'no',
    ...options.settings,
  };
  const line = Object.entries(settings).flatMap(([setting, value]) => [`--${setting}`, value]);
  const server = leash([command, ...line], {
    env: options.env,
    bounds: { addressSpace: options.addressSpace },
    ...(options.removesFolder && { folder }),
  });
  await untilAnswers(server, path, command);
  return server;
}

/** Starts the host's private server. Rejects with why it did not start. */
export async function startValkey(
  folder: string,
  socket: string,
  command: string,
  onExit: () => void,
): Promise<Running> {
  checkVersion(command);
  const path = join(folder, socket);
  const server = await spawnServer(command, folder, path, {
    env: process.env,
    addressSpace: 2_097_152,
    maxmemory: '256mb',
  });
  void server.exited.then(onExit);
  const info = async (section: string, field: string) =>
    Number(new RegExp(`${field}:(\\d+)`).exec(await ask(path, `INFO ${section}`, '\r\n\r\n'))?.[1]);
  return {
    pid: await info('server', 'process_id'),
    clients: async () => (await info('clients', 'connected_clients')) - 1,
    async stop() {
      server.kill();
      await server.exited;
    },
  };
}
