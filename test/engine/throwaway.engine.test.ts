import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openThrowaway } from '../../src/engine/arena/open.ts';
import type { Throwaway } from '../../src/engine/throwaway.ts';
import { NoEngineError, UsageError } from '../../src/errors.ts';
import { openTestArena, openTestThrowaway, surroundings } from '../support/arena.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'hd-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const open = (): Promise<Throwaway> => openTestThrowaway({ XDG_RUNTIME_DIR: place });
const leftBehind = () => readdirSync(join(place, 'hyperdrive'));

describe('a throwaway server', () => {
  it('is of the kind that arenas are', async () => {
    const [server, arena] = await Promise.all([open(), openTestArena({ keys: [] })]);
    expect(server.server).toEqual(arena.server);
    await Promise.all([server.remove(), arena.stop()]);
    expect(leftBehind()).toEqual([]);
  });

  it('ends every connection when it is killed, and takes none while it is down', async () => {
    const server = await open();
    const connection = await server.connect();
    await server.kill();
    await connection.ended;
    await expect(connection.call('PING')).rejects.toThrow(NoEngineError);
    await expect(server.connect()).rejects.toThrow('The throwaway server is down.');
    // Nothing is left, should this process be killed now.
    expect(leftBehind()).toEqual([]);
    await server.remove();
  });

  it('comes back in the same place, with nothing in it, as often as it is killed', async () => {
    const server = await open();
    for (let time = 0; time < 2; time++) {
      const before = await server.connect();
      expect(await before.call('SET', 'limiter', '1')).toBe('OK');
      await server.kill();
      await server.startAgain();
      const after = await server.connect();
      expect(await after.call('GET', 'limiter')).toBeNull();
      before.close();
      after.close();
    }
    await server.remove();
    expect(leftBehind()).toEqual([]);
  });

  it('is removed also in the middle of a start, and does not start after that', async () => {
    const server = await open();
    await server.kill();
    const starting = server.startAgain();
    await server.remove();
    await starting;
    expect(leftBehind()).toEqual([]);
    await expect(server.startAgain()).rejects.toThrow('The throwaway server is gone.');
    await expect(server.connect()).rejects.toThrow(NoEngineError);
    // An interruption may remove it twice.
    await server.remove();
    expect(leftBehind()).toEqual([]);
  });
});

it('is never a server of the user', async () => {
  await expect(openThrowaway({ engine: 'url' }, surroundings())).rejects.toThrow(UsageError);
});
