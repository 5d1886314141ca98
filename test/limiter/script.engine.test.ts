import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { holdClock, releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { ownKey, prefixOf } from '../../src/engine/namespace.ts';
import { ReplyError, type Connection } from '../../src/engine/port.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { makeScript, runScript, type Script } from '../../src/limiter/script.ts';
import { readLua } from '../lua/trace.ts';
import { engineUrl } from '../support/engine-here.ts';

const engine = await openEngine('url', parseServerUrl(engineUrl));
const prefix = prefixOf(`t-script-${process.pid}`);
const key = ownKey(prefix, 'enterprise');
const startMs = 1_700_000_000_000;

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

/** A script that no server has seen before. */
let made = 0;
function unknownScript(text: string): Script {
  return makeScript('new.lua', `-- ${process.pid} ${Date.now()} ${made++}\n${text}`);
}

const counter = 'return redis.call("INCRBY", KEYS[1], ARGV[1])';
const log = readLua('sliding-window-log');
const argsOfLog = (heldMs: number | null) => ['100', '60000', '1', heldMs === null ? '' : String(heldMs)];

/** The same connection, and how the script was sent over it: EVAL or EVALSHA. */
function recorded(connection: Connection): { connection: Connection; sent: string[] } {
  const sent: string[] = [];
  const watched: Connection['watched'] = (keys, plan) =>
    connection.watched(keys, async () => {
      const commands = await plan();
      // unpark and park are EVALs too; the script stands between them, or behind TIME alone.
      sent.push(String(commands[commands.length === 2 ? 1 : 2]![0]));
      return commands;
    });
  return { connection: { ...connection, watched }, sent };
}

describe.each([
  { clock: 'live', held: false },
  { clock: 'held', held: true },
])('a script on a $clock clock', ({ held }) => {
  const how = { prefix, whole: false };
  const hold = async () => {
    if (held) await holdClock(engine, prefix, startMs);
  };

  it('is given to a server that does not know it, and run once', async () => {
    await hold();
    const script = unknownScript(counter);
    const { connection, sent } = recorded(engine);
    expect((await runScript(connection, script, [key], () => ['7'], how)).reply).toBe(7);
    expect(sent).toEqual(['EVALSHA', 'EVAL']);
    expect((await runScript(connection, script, [key], () => ['7'], how)).reply).toBe(14);
    expect(sent).toEqual(['EVALSHA', 'EVAL', 'EVALSHA']);
  });

  it('survives SCRIPT FLUSH between two runs, without charging twice', async () => {
    await hold();
    const script = makeScript('lua/sliding-window-log.lua', log);
    await runScript(engine, script, [key], argsOfLog, how);
    await engine.call('SCRIPT', 'FLUSH');
    const { reply } = await runScript(engine, script, [key], argsOfLog, how);
    expect((reply as number[]).slice(0, 3)).toEqual([1, 98, 0]);
    expect(await engine.call('ZCARD', key)).toBe(2);
  });

  it('survives SCRIPT FLUSH in the middle of many, without charging twice', async () => {
    await hold();
    const script = makeScript('lua/sliding-window-log.lua', log);
    const clients = await Promise.all(Array.from({ length: 10 }, () => engine.connect()));
    try {
      await Promise.all(
        clients.map(async (client, index) => {
          for (let n = 0; n < 6; n++) {
            if (index === 0 && n === 3) await client.call('SCRIPT', 'FLUSH');
            await runScript(client, script, [key], argsOfLog, how);
          }
        }),
      );
    } finally {
      for (const client of clients) client.close();
    }
    expect(await engine.call('ZCARD', key)).toBe(60);
  });

  it('can be sent whole, and is then not loaded', async () => {
    await hold();
    const { connection, sent } = recorded(engine);
    const run = await runScript(connection, unknownScript(counter), [key], () => ['5'], {
      ...how,
      whole: true,
    });
    expect(run.reply).toBe(5);
    expect(sent).toEqual(['EVAL']);
  });

  it('that fails is not run again', async () => {
    await hold();
    const script = unknownScript(`${counter.replace('return ', '')} return redis.error_reply('ERR no')`);
    await expect(runScript(engine, script, [key], () => ['1'], how)).rejects.toThrow(ReplyError);
    expect(await engine.call('GET', key)).toBe('1');
  });

  it('is told the held instant, or null', async () => {
    await hold();
    const told: (number | null)[] = [];
    const args = (heldMs: number | null) => {
      told.push(heldMs);
      return ['1'];
    };
    await runScript(engine, makeScript('counter.lua', counter), [key], args, { ...how, whole: true });
    expect(told).toEqual([held ? startMs : null]);
  });

  it('can be stamped with the server’s real time', async () => {
    await hold();
    const script = unknownScript(counter);
    const from = Number(((await engine.call('TIME')) as string[])[0]);
    const run = await runScript(engine, script, [key], () => ['1'], how);
    const to = Number(((await engine.call('TIME')) as string[])[0]);
    expect(run.reply).toBe(1);
    expect(run.serverMicros).toBeGreaterThanOrEqual(from * 1e6);
    expect(run.serverMicros).toBeLessThan((to + 1) * 1e6);
    expect(await engine.call('GET', key)).toBe('1');
  });
});

describe('a script', () => {
  it('runs live where another process has let the clock go', async () => {
    const how = { prefix, whole: true };
    const { reply } = await runScript(engine, makeScript('x.lua', log), [key], argsOfLog, how);
    expect(reply).toEqual([1, 99, 0, 60_000]);
    expect(await engine.call('PTTL', key)).toBeLessThanOrEqual(60_000);
  });

  it('is known by the SHA-1 of its text', async () => {
    const script = unknownScript('return 1');
    expect(await engine.call('SCRIPT', 'LOAD', script.text)).toBe(script.sha);
  });
});
