import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { openHttpClient } from '../../src/gateway/client.ts';
import { GatewayDouble } from '../doubles/gateway.ts';

const http = openHttpClient();
const open: { close(): unknown }[] = [http];
afterAll(() => Promise.all(open.map((one) => one.close())));

async function gateway(...options: Parameters<typeof GatewayDouble.start>): Promise<GatewayDouble> {
  const started = await GatewayDouble.start(...options);
  open.push(started);
  return started;
}

/** A server that is none of HTTP. */
async function listener(onConnection: (socket: Socket) => void): Promise<URL> {
  const server: Server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

/** Where a server was. */
async function nowhere(): Promise<URL> {
  const server = await GatewayDouble.start();
  const url = new URL(server.url);
  await server.close();
  return url;
}

describe('an HTTP client', () => {
  it('sends path and headers, and reads status and headers', async () => {
    const { url, requests } = await gateway({ limit: 1 });
    const answer = await http.get(new URL('/api/resource?page=2', url), { 'x-api-key': 'enterprise' });
    expect(answer).toMatchObject({ status: 200, headers: { ratelimit: '"default";r=0;t=60' } });
    expect(requests).toMatchObject([
      { path: '/api/resource?page=2', headers: { 'x-api-key': 'enterprise' } },
    ]);
  });

  it('keeps its connection', async () => {
    const server = await gateway();
    for (let times = 0; times < 5; times++) await http.get(new URL(server.url), {});
    expect(server.requests).toHaveLength(5);
    expect(await server.connections()).toBe(1);
  });

  it.each([
    ['nobody listens', nowhere, 'nothing listens there'],
    [
      'the connection ends',
      async () => new URL((await gateway({ instead: () => 'hang up' })).url),
      'it hung up',
    ],
    [
      'something else is spoken',
      () => listener((socket) => socket.end('+PONG\r\n')),
      'what answers there does not speak HTTP',
    ],
    [
      'an answer ends in its middle',
      () => listener((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')),
      'it hung up',
    ],
  ])('tells where %s', async (_, where: () => Promise<URL>, trouble) => {
    expect(await http.get(await where(), {})).toEqual({ status: null, trouble });
  });
});
