import { execFileSync, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Running } from './main.ts';

const startTimeoutMs = 10_000;

/**
 * The server as a child that cannot outlive its host, however that ends: the shell between them holds the other end of a
 * pipe (fd 3), and when the pipe breaks it kills the server. maxmemory does not bind Lua, so the address space is limited too.
 */
const leash =
  'ulimit -v 2097152 2>/dev/null; "$@" 3<&- & server=$!; { read -r _ <&3; kill -9 "$server" 2>/dev/null; } & exec 3<&-; wait "$server"';

/** `valkey-server --version` and its like: name and version. Throws where the binary does not run. */
function versionOf(command: string): { name: string; version: string } {
  const text = execFileSync(command, ['--version'], { encoding: 'utf8', timeout: 5_000 });
  const [, name = 'server', version = '0'] = /^(\w+) server v=([\d.]+)/i.exec(text) ?? [];
  return { name, version };
}

/** Starts a private server: one Unix socket, no TCP port, no persistence, a memory cap. Rejects with why it did not start. */
export async function startValkey(
  folder: string,
  socket: string,
  command: string,
  onExit: () => void,
): Promise<Running> {
  const { name, version } = versionOf(command);
  if (Number(version.split('.')[0]) < 7)
    throw new Error(`${name} ${version} is too old: 7.0 or later is needed`);
  const path = join(folder, socket);
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      leash,
      'sh',
      command,
      '--port',
      '0',
      '--unixsocket',
      path,
      '--unixsocketperm',
      '700',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
      '--maxmemory',
      '256mb',
      '--maxmemory-policy',
      'noeviction',
      '--daemonize',
      'no',
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  let output = '';
  const listen = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-2_000);
  };
  child.stdout!.on('data', listen);
  child.stderr!.on('data', listen);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  const leashEnd = child.stdio[3] as unknown as { destroy(): void };

  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers(path))) {
    if (ended || Date.now() > deadline) {
      leashEnd.destroy();
      const last = output.trim().split('\n').at(-1) ?? '';
      throw new Error(
        `${command} ${ended ? 'ended at once' : 'did not answer within 10 s'}: ${last || 'it said nothing'}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  void exited.then(() => {
    // The shell may have been killed alone: the server must not be left without its leash.
    leashEnd.destroy();
    onExit();
  });
  const info = async (section: string, field: string) =>
    Number(new RegExp(`${field}:(\\d+)`).exec(await ask(path, `INFO ${section}`, '\r\n\r\n'))?.[1]);
  return {
    pid: await info('server', 'process_id'),
    clients: async () => (await info('clients', 'connected_clients')) - 1,
    async stop() {
      leashEnd.destroy();
      await exited;
    },
  };
}

async function answers(path: string): Promise<boolean> {
  try {
    return (await ask(path, 'PING', '\n')).startsWith('+PONG');
  } catch {
    // Not listening yet: asked again in a moment.
    return false;
  }
}

/** One inline command over a connection of its own; resolves when the answer holds `until`, or the peer hangs up. */
function ask(path: string, line: string, until: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(path, () => socket.write(`${line}\r\n`));
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (answer.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
