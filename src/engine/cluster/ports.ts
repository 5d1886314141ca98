import { createServer, type Server } from 'node:net';

const loopback = '127.0.0.1';

/**
 * Ports of the loopback that nobody listens on, chosen by the system. They are held together until all are known, so no two
 * are the same; somebody else may still take one between now and its use.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, hold));
  const ports = held.map((server) => (server.address() as { port: number }).port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function hold(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, loopback, () => resolve(server));
  });
}
