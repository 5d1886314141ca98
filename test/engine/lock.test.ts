import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquire, reachOwner, sweep } from '../../src/engine/host/lock.ts';

let folder: string;
let servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hd-'));
});
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((settle) => server.close(settle))));
  servers = [];
  rmSync(folder, { recursive: true, force: true });
});

/** A candidate whose control socket answers. */
async function candidate(name: string): Promise<{ control: string; pid: number; die(): Promise<void> }> {
  const control = `host-${name}.sock`;
  const server = createServer((socket) => socket.on('error', () => {})).listen(join(folder, control));
  await new Promise((settle) => server.once('listening', settle));
  servers.push(server);
  return {
    control,
    pid: 1,
    async die() {
      servers = servers.filter((one) => one !== server);
      await new Promise((settle) => server.close(settle));
    },
  };
}

const owners = async (candidates: { control: string; pid: number }[]) =>
  (await Promise.all(candidates.map(({ control, pid }) => acquire(folder, { control, pid })))).filter(Boolean)
    .length;

describe('the lock', () => {
  it('has one owner, however many want it at once', async () => {
    const candidates = await Promise.all(['a1', 'a2', 'a3', 'a4', 'a5'].map(candidate));
    expect(await owners(candidates)).toBe(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('draft'))).toEqual([]);
  });

  it('has one new owner, however many find the same corpse at once', async () => {
    for (let round = 0; round < 20; round++) {
      writeFileSync(
        join(folder, `lock.${100 + 10 * round}`),
        JSON.stringify({ control: 'host-dead.sock', pid: 1 }),
      );
      const candidates = await Promise.all(['b1', 'b2', 'b3'].map((name) => candidate(`${name}${round}`)));
      expect(await owners(candidates)).toBe(1);
      for (const one of candidates) await one.die();
    }
  });

  it('passes on when its owner dies, and never back to an older claim', async () => {
    const first = await candidate('c1');
    expect(await acquire(folder, first)).toBe(true);
    const second = await candidate('c2');
    expect(await acquire(folder, second)).toBe(false);
    await first.die();
    expect(await acquire(folder, second)).toBe(true);
    const reached = await reachOwner(folder);
    reached?.socket.destroy();
    expect(reached?.owner.control).toBe('host-c2.sock');
    expect(readdirSync(folder).filter((name) => name.startsWith('lock.'))).toEqual(['lock.2']);
  });

  it('sweeps what dead hosts left, and nothing else', () => {
    const names = [
      'host-0a.sock',
      'valkey-0a.sock',
      'draft-host-0a.sock',
      'host-me.sock',
      'host.log',
      'lock.3',
    ];
    for (const name of [...names, 'host-0b.sock']) writeFileSync(join(folder, name), '');
    sweep(folder, 'host-0b.sock');
    expect(readdirSync(folder).sort()).toEqual(['host-0b.sock', 'host-me.sock', 'host.log', 'lock.3']);
  });
});
