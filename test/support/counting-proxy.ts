import { connect, createServer, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseServerUrl, type ServerUrl } from '../../src/engine/url.ts';

/** A way to a server that counts what both sides send. */
export interface CountingProxy {
  url: ServerUrl;
  /** Bytes from the server. */
  received(): number;
  /** Bytes to the server. */
  sent(): number;
  close(): void;
}

export async function countingProxy(serverUrl: string): Promise<CountingProxy> {
  const target = parseServerUrl(serverUrl);
  const folder = mkdtempSync(join(tmpdir().length < 40 ? tmpdir() : '/tmp', 'hd-proxy-'));
  const path = join(folder, 's');
  const sockets = new Set<Socket>();
  let [received, sent] = [0, 0];
  const server = createServer((client) => {
    const upstream = target.path ? connect(target.path) : connect(target.port!, target.host!);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    upstream.on('data', (chunk) => {
      received += chunk.length;
    });
    client.on('data', (chunk) => {
      sent += chunk.length;
    });
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const { host: _host, port: _port, ...login } = target;
  return {
    url: { ...login, path, shown: `unix:${path}` },
    received: () => received,
    sent: () => sent,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
