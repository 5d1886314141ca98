import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCluster } from '../../../src/engine/cluster/engine.ts';
import { slotOf } from '../../../src/engine/slot.ts';
import { parseServerUrl } from '../../../src/engine/url.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];

/** A node that accepts, and answers what it is told to: nothing, where that is null. */
async function node(answer: (command: string) => string | null): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      for (const command of String(chunk)
        .split(/^\*\d+\r\n/m)
        .slice(1)) {
        const words = command.split('\r\n').filter((_, line) => line % 2 === 1);
        const reply = answer(words.join(' ').toUpperCase());
        if (reply) socket.write(reply);
      }
    });
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

const half = (from: number, to: number, port: number) =>
  `*3\r\n:${from}\r\n:${to}\r\n*2\r\n$9\r\n127.0.0.1\r\n:${port}\r\n`;
/** What the one that hangs was sent. */
let inVain: string[];
let hung: number;
let well: number;
beforeEach(async () => {
  inVain = [];
  hung = await node((command) => {
    inVain.push(command);
    return null;
  });
  well = await node((command) => {
    if (command === 'CLUSTER SLOTS') return `*2\r\n${half(0, 8_191, hung)}${half(8_192, 16_383, well)}`;
    if (command === 'INFO SERVER') return '$20\r\nvalkey_version:8.0.1\r\n';
    return '+PONG\r\n';
  });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

const open = () =>
  openCluster('url', { ...parseServerUrl('valkey://h:1,h:2'), nodes: [{ host: '127.0.0.1', port: well }] });

it('a primary that hangs keeps nobody from the others', { timeout: 30_000 }, async () => {
  // More than once: whoever asks one of them by chance meets the other sooner or later.
  const opened = await Promise.all(Array.from({ length: 8 }, open));
  for (const engine of opened) {
    expect(engine.server).toEqual({ name: 'valkey', version: '8.0.1' });
    engine.close();
  }
});

it('a command goes to the primary of its key, and by no other', { timeout: 30_000 }, async () => {
  const key = ['a', 'b', 'c', 'd', 'e'].find((one) => slotOf(one) > 8_191)!;
  const engine = await open();
  for (let n = 0; n < 20; n++) {
    expect(await engine.call('EVALSHA', 'sha', 1, key)).toBe('PONG');
    expect(await engine.callRaw('GET', key)).toEqual(Buffer.from('PONG'));
  }
  expect(inVain.filter((command) => /EVALSHA|GET/.test(command))).toEqual([]);
  engine.close();
});
