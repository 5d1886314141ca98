import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { ArenaFell } from '../../src/engine/arena.ts';
import { openArena } from '../../src/engine/arena/open.ts';
import type { EngineKind } from '../../src/engine/port.ts';
import { NoEngineError, UsageError } from '../../src/errors.ts';
import { openTestArena, surroundings } from '../support/arena.ts';
import { engineUrl } from '../support/engine-here.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hd-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openTestArena({ keys: ['limiter'] }, { XDG_RUNTIME_DIR: folder });
const leftBehind = () => readdirSync(join(folder, 'hyperdrive'));

const never = () => new Promise<never>(() => {});
const fell = (fall: string) => expect.objectContaining({ name: 'ArenaFell', fall });

describe('an arena', () => {
  it('is a server of the kind that is asked for, with everything but what it is opened for its own', async () => {
    const arena = await open();
    const name =
      { redis: 'redis', builtin: 'look-alike' }[inject('engineKind') as string] ?? expect.any(String);
    expect(arena.server).toEqual({ name, version: expect.stringMatching(/^\d+\./) });
    expect(leftBehind()).toEqual([expect.stringMatching(/^arena-/)]);
    await arena.stop();
    expect(leftBehind()).toEqual([]);
    // To stop it twice is no mistake: an interruption may do that.
    await arena.stop();
  });

  it('serves many connections at once, which the one in front counts', async () => {
    const arena = await open();
    const others = await Promise.all(Array.from({ length: 20 }, () => arena.connect()));
    await Promise.all(
      others.map((one) => one.call('EVAL', "return redis.call('INCR', KEYS[1])", 1, 'limiter')),
    );
    expect(await arena.connection.call('GET', 'limiter')).toBe('20');
    await arena.stop();
  });

  it('shows what scripts send while work goes on, and nothing else', async () => {
    const arena = await open();
    const counts = "redis.call('SET', KEYS[1], ARGV[1]) return redis.call('TTL', KEYS[1])";
    const evaluate = () => arena.connection.call('EVAL', counts, 1, 'limiter', 'a\u0000b');
    await evaluate();
    const commands = await arena.watchCommands(async () => {
      await arena.connection.call('GET', 'limiter');
      await evaluate();
    });
    expect(commands.map((words) => words.map(String))).toEqual([
      ['SET', 'limiter', 'a\u0000b'],
      ['TTL', 'limiter'],
    ]);
    await expect(arena.watchCommands(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    await arena.stop();
  });
});

describe('work within an arena', () => {
  it('comes to what it comes to, and its errors are its own', async () => {
    const arena = await open();
    await expect(arena.within(60_000, async () => 7)).resolves.toBe(7);
    await expect(arena.within(60_000, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    await expect(arena.within(60_000, () => arena.connection.call('PING'))).resolves.toBe('PONG');
    await arena.stop();
  });

  it('that is not over in time ends the server, and all else that goes on there', async () => {
    const arena = await open();
    const another = arena.within(60_000, never);
    const watching = arena.watchCommands(never);
    await expect(arena.within(50, never)).rejects.toEqual(fell('deadline'));
    await expect(another).rejects.toEqual(fell('deadline'));
    await expect(watching).rejects.toEqual(fell('deadline'));
    await expect(arena.connect()).rejects.toThrow(ArenaFell);
    await expect(arena.within(60_000, async () => 7)).rejects.toEqual(fell('deadline'));
    expect(leftBehind()).toEqual([]);
    await arena.stop();
  });

  it('ends with a server that dies', async () => {
    const arena = await open();
    await expect(arena.within(60_000, () => arena.admin.call('SHUTDOWN', 'NOSAVE'))).rejects.toEqual(
      fell('died'),
    );
    await expect(arena.within(60_000, async () => 7)).rejects.toEqual(fell('died'));
    await arena.stop();
    expect(leftBehind()).toEqual([]);
  });

  it('is no fall where the arena is stopped meanwhile', async () => {
    const arena = await open();
    const work = arena.within(60_000, never);
    await Promise.all([arena.stop(), expect(work).rejects.toThrow(NoEngineError)]);
  });
});

describe('the kind of server', () => {
  const openWith = (path: string, engine?: EngineKind) => {
    const notices: string[] = [];
    const around = {
      ...surroundings({ PATH: path, XDG_RUNTIME_DIR: folder }),
      notice: notices.push.bind(notices),
    };
    return { notices, opened: openArena({ keys: [] }, engine ? { engine } : {}, around) };
  };
  const brokenServer = () => {
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    const script =
      '#!/bin/sh\n[ "$1" = --version ] && echo "Valkey server v=8.0.0" && exit\necho "not today"\n';
    writeFileSync(join(tools, 'valkey-server'), script);
    chmodSync(join(tools, 'valkey-server'), 0o755);
    return tools;
  };

  it('is never one that runs already', async () => {
    await expect(openWith('', 'url').opened).rejects.toThrow(UsageError);
    const around = surroundings({ PATH: '', XDG_RUNTIME_DIR: folder, VALKEY_URL: engineUrl });
    const arena = await openArena({ keys: [] }, {}, around);
    expect(arena.server.name).toBe('look-alike');
    await arena.stop();
  });

  it('is the look-alike where no server is on PATH, unless one is wanted', async () => {
    await expect(openWith('', 'valkey').opened).rejects.toThrow(/no valkey-server or redis-server on PATH/);
  });

  it('is the look-alike where the server does not start, which is said; or nothing where one is wanted', async () => {
    const tools = brokenServer();
    const { notices, opened } = openWith(tools);
    const arena = await opened;
    expect(arena.server.name).toBe('look-alike');
    expect(notices).toEqual([
      expect.stringMatching(/valkey-server ended at once: not today. Using the built-in look-alike/),
    ]);
    await arena.stop();
    await expect(openWith(tools, 'valkey').opened).rejects.toThrow(NoEngineError);
    expect(leftBehind()).toEqual([]);
  });
});
