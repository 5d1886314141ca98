import { afterAll, describe, expect, it } from 'vitest';
import { releaseClock, warp } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { watchScripts } from '../../src/engine/monitor.ts';
import { ownKey, prefixOf } from '../../src/engine/namespace.ts';
import type { Engine } from '../../src/engine/port.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { makeScript, runScript, type Script } from '../../src/limiter/script.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = parseServerUrl(engineUrl);
const engine = await openEngine('url', url);
const prefix = prefixOf(`t-monitor-${process.pid}`);
const key = ownKey(prefix, 'enterprise');

afterAll(async () => {
  await releaseClock(engine, prefix);
  engine.close();
});

/** A script of this test's own, so that the server meets it for the first time. */
const fresh = (name: string, text: string) => makeScript(name, `-- ${process.pid} ${name}\n${text}`);

const counts = fresh('counts', "return redis.call('INCRBY', KEYS[1], ARGV[1])");

function watch(script: Script, args: readonly string[], on: Engine = engine, whole = false) {
  const known = new Set([script.sha, script.text]);
  return watchScripts(on, known, key, (connection) =>
    runScript(connection, script, [key], () => args, { prefix, whole }),
  );
}

const texts = (commands: readonly Buffer[][] | null) => commands?.map((words) => words.map(String));

describe('watching a script', () => {
  it('shows its commands, the first time and when the server knows it, by SHA and whole', async () => {
    for (const [times, whole] of [
      [1, false],
      [2, false],
      [3, true],
    ] as const) {
      const { result, commands } = await watch(counts, ['1'], engine, whole);
      expect(result.reply).toBe(times);
      expect(texts(commands)).toEqual([['INCRBY', key, '1']]);
    }
  });

  it('shows nothing of the scripts that hold the clock', async () => {
    await warp(engine, prefix, 1_000);
    const sets = fresh(
      'sets',
      "redis.call('SET', KEYS[1], 1, 'PX', 5000) return redis.call('PTTL', KEYS[1])",
    );
    expect(texts((await watch(sets, [])).commands)).toEqual([
      ['SET', key, '1', 'PX', '5000'],
      ['PTTL', key],
    ]);
    await releaseClock(engine, prefix);
  });

  it('keeps every byte of an argument', async () => {
    const sets = fresh('sets bytes', "return redis.call('SET', KEYS[1], 'a\"\\\\\\r\\n \\0\\255')");
    const { commands } = await watch(sets, []);
    expect(commands![0]![2]).toEqual(Buffer.from([0x61, 0x22, 0x5c, 0x0d, 0x0a, 0x20, 0x00, 0xff]));
  });

  it('mixes in no command of anybody else, not even of the same script on the same key', async () => {
    await engine.call('DEL', key);
    const others = await Promise.all(Array.from({ length: 4 }, () => engine.connect()));
    const quiet = new AbortController();
    const noise = others.map(async (other) => {
      while (!quiet.signal.aborted) {
        await runScript(other, counts, [key], () => ['1000'], { prefix, whole: false });
        await other.call('GET', key);
      }
    });
    try {
      for (let i = 0; i < 20; i++) {
        expect(texts((await watch(counts, [String(i)])).commands)).toEqual([['INCRBY', key, String(i)]]);
      }
    } finally {
      quiet.abort();
      await Promise.all(noise);
      for (const other of others) other.close();
    }
    expect(Number(await engine.call('GET', key)) % 1_000).toBe(190);
  });

  it('lets an error of the work through', async () => {
    await expect(watch(fresh('fails', "return redis.error_reply('ERR no')"), [])).rejects.toThrow('no');
  });
});

describe('a server that does not let itself be watched', () => {
  it('for want of MONITOR has the work done, and that is told', async () => {
    const capabilities = { ...engine.capabilities, monitor: false };
    const watched = await watch(counts, ['0'], { ...engine, capabilities });
    expect(watched).toMatchObject({ commands: null, why: 'this engine has no MONITOR' });
    expect(watched.result.reply).toBeTypeOf('number');
  });

  it('for want of permission has the work done, and that is told', async () => {
    if (!engine.capabilities.acl) return expect(engine.server.name).toBe('look-alike');
    const login = { username: `t-monitor-${process.pid}`, password: 'secret' };
    await engine.call('ACL', 'SETUSER', login.username, 'on', '>secret', '~*', '+@all', '-monitor');
    const limited = await openEngine('url', { ...url, ...login });
    try {
      const watched = await watch(counts, ['0'], limited);
      expect(watched).toMatchObject({ commands: null });
      expect('why' in watched && watched.why).toMatch(/^the server refuses MONITOR: NOPERM/);
      expect(watched.result.reply).toBeTypeOf('number');
    } finally {
      limited.close();
      await engine.call('ACL', 'DELUSER', login.username);
    }
  });
});
