import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/platform/search-path.ts';
import { Machine } from '../support/cli.ts';

const program = findProgram(['valkey-server', 'redis-server'], process.env['PATH']);
const here = new Machine();
afterAll(() => here.dispose());

describe.skipIf(!program)('a server that asks who is there [needs server]', () => {
  const path = join(here.folder, 'locked.sock');
  let server: ChildProcess;

  beforeAll(async () => {
    server = spawn(
      program!,
      [
        '--port',
        '0',
        '--unixsocket',
        path,
        '--save',
        '',
        '--requirepass',
        'hush',
        '--user',
        'ann',
        'on',
        '>s%cret',
        '~hyperdrive:*',
        '&*',
        '+@all',
        '-@dangerous',
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise<void>((settle) => {
      server.stdout!.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('Ready to accept')) settle();
      });
    });
  });
  afterAll(() => {
    server.kill('SIGKILL');
  });

  it.each([
    ['a password', `unix://:hush@${path}`],
    ['an ACL user', `unix://ann:s%25cret@${path}`],
    ['a database', `unix://:hush@${path}?db=3`],
  ])('is used with %s', async (_, url) => {
    const { code, stdout, stderr } = await here.run([
      'jump',
      'enterprise',
      '--url',
      url,
      '--namespace',
      'login',
    ]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/allowed/);
    expect(code).toBe(0);
  });

  it.each([
    ['no password', `unix:${path}`, /refused the login/],
    ['a wrong password', `unix://:nope@${path}`, /refused the login/],
    ['a database that it has not', `unix://:hush@${path}?db=99`, /no database 99/],
  ])('is not used with %s (exit 3)', async (_, url, message) => {
    const { code, stderr } = await here.run(['jump', 'enterprise', '--url', url]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/nope|hush/);
    expect(code).toBe(3);
  });
});

describe('TLS', () => {
  const folder = join(import.meta.dirname, '../doubles/tls');
  let front: Server;
  let url: string;

  beforeAll(async () => {
    const { stdout } = await here.run(['engine', 'url', '--engine', 'builtin']);
    const socket = stdout.trim().replace('unix://', '');
    const pem = (name: string) => readFileSync(join(folder, name));
    front = createServer({ cert: pem('localhost.crt'), key: pem('localhost.key') }, (client) => {
      const backend = connect(socket);
      client.pipe(backend).pipe(client);
      client.on('error', () => backend.destroy());
      backend.on('error', () => client.destroy());
    });
    await new Promise<void>((settle) => front.listen(0, '127.0.0.1', settle));
    url = `valkeys://localhost:${(front.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    front.close();
  });

  it('is spoken with a server whose authority is trusted', async () => {
    const trust = { NODE_EXTRA_CA_CERTS: join(folder, 'localhost.crt') };
    const { code, stdout, stderr } = await here.run(['jump', 'enterprise', '--url', url], trust);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/allowed/);
    expect(code).toBe(0);
  });

  it('is refused, with the remedy, with a server whose authority is not', async () => {
    const { code, stderr } = await here.run(['jump', 'enterprise', '--url', url]);
    expect(stderr).toMatch(/certificate is not trusted.*NODE_EXTRA_CA_CERTS/);
    expect(code).toBe(3);
  });
});
