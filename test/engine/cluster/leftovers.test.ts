import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweepNodes } from '../../../src/engine/cluster/leftovers.ts';

let place: string;
const servers: Server[] = [];
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'hd-l-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  rmSync(place, { recursive: true });
});

/** A node's folder, as it is left behind when its machine dies: also a socket stays, on which nobody listens. */
function leave(name: string, age: 'old' | 'young' = 'old'): string {
  const folder = join(place, name);
  mkdirSync(folder);
  for (const file of ['s', 'nodes.conf']) writeFileSync(join(folder, file), '');
  if (age === 'old') utimesSync(folder, 1, 1);
  return folder;
}

it('removes the folders of nodes whose server is gone, and nothing else', async () => {
  leave('node-0a1b2c-0');
  leave('node-0a1b2c-11');
  leave('node-0a1b2d-0', 'young');
  leave('node-of-mine');
  leave('arena-node-0a1b2c-0');
  const alive = leave('node-0a1b2e-0');
  rmSync(join(alive, 's'));
  const server = createServer().listen(join(alive, 's'));
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  utimesSync(alive, 1, 1);

  await sweepNodes(place);
  expect(readdirSync(place).sort()).toEqual(
    ['arena-node-0a1b2c-0', 'node-0a1b2d-0', 'node-0a1b2e-0', 'node-of-mine'].sort(),
  );
});
