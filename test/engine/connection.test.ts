import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../src/engine/connection.ts';
import type { ServerUrl } from '../../src/engine/url.ts';
import { NoEngineError } from '../../src/errors.ts';

/** A server that answers one command, and hangs up at the second. */
async function fickleServer(): Promise<{ url: ServerUrl; server: Server }> {
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write('+PONG\r\n');
      socket.once('data', () => socket.destroy());
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, url: { host: '127.0.0.1', port, tls: false, db: 0, shown: 'fickle' } };
}

it('an answer of lists in lists without end ends the connection, and nothing else', async () => {
  const server = createServer((socket) => {
    // It is hung up on in the middle of its answer.
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write('+PONG\r\n');
      socket.once('data', () => socket.write(`${'*1\r\n'.repeat(50_000)}:1\r\n`));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const connection = await connect({ host: '127.0.0.1', port, tls: false, db: 0, shown: 'deep' });
  await expect(connection.call('EVAL')).rejects.toThrow(NoEngineError);
  connection.close();
  server.close();
});

it('what speaks another protocol is told as that', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(connect({ host: '127.0.0.1', port, tls: false, db: 0, shown: 'web' })).rejects.toThrow(
    'what listens there does not speak the protocol of Valkey.',
  );
  server.close();
});

describe('a server that is gone', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('leaves nothing that would keep a process up, when it was never there', async () => {
    const path = '/nonexistent/hyperdrive.sock';
    await expect(connect({ path, tls: false, db: 0, shown: path })).rejects.toThrow(NoEngineError);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('nor when it hung up', async () => {
    const { server, url } = await fickleServer();
    const connection = await connect(url);
    await expect(connection.call('TIME')).rejects.toThrow(/went away/);
    connection.close();
    expect(vi.getTimerCount()).toBe(0);
    server.close();
  });
});
