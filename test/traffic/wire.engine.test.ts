import { afterAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { partKey, prefixOf } from '../../src/engine/namespace.ts';
import type { Engine } from '../../src/engine/port.ts';
import { bytesOf } from '../../src/engine/resp.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { makeScript } from '../../src/limiter/script.ts';
import { measureWire } from '../../src/traffic/wire.ts';
import { readLua } from '../lua/trace.ts';
import { countingProxy } from '../support/counting-proxy.ts';
import { engineUrl } from '../support/engine-here.ts';

const proxy = await countingProxy(engineUrl);
const engine = await openEngine('url', proxy.url);
const direct = await openEngine('url', parseServerUrl(engineUrl));
const key = partKey(prefixOf(`t-wire-${process.pid}`), 'drill', 'gcra');
afterAll(async () => {
  await direct.call('UNLINK', key);
  engine.close();
  direct.close();
  proxy.close();
});

it.each([
  ['EVALSHA', 'f'.repeat(40), 1, 'k', 10, 60_000, 1, ''],
  ['ECHO', 'größer'],
  ['ECHO', Buffer.alloc(1_000)],
])('%s is as many bytes as go over the wire', async (...command) => {
  const before = proxy.sent();
  await engine.call(...command).catch(() => {});
  expect(proxy.sent() - before).toBe(bytesOf(command));
});

describe('a decision on the wire', () => {
  const script = makeScript('lua/gcra.lua', readLua('gcra'));
  const args = ['10', '60000', '1', ''];
  /** Each look at it is a thousandth of a second later. */
  const ticking = () => {
    let ms = 0;
    return () => ms++;
  };

  it('is measured in bytes, and in the time that a stopwatch tells', async () => {
    const rounds: number[] = [];
    const options = {
      script,
      key,
      args,
      rounds: 3,
      stopwatch: ticking(),
      progress: (n: number) => rounds.push(n),
    };
    const wire = await measureWire(engine, options);
    expect(wire).toEqual({
      bytesSha: bytesOf(['EVALSHA', script.sha, 1, key, ...args]),
      bytesText: bytesOf(['EVAL', script.text, 1, key, ...args]),
      bytesRatio: expect.closeTo(wire.bytesText / wire.bytesSha, 1) as number,
      keptMicros: 1_000,
      textMicros: 1_000,
      freshMicros: 1_000,
      textRatio: 1,
      freshRatio: 1,
    });
    expect(wire.bytesRatio).toBeGreaterThan(5);
    expect(rounds.filter(Boolean)).toEqual([1, 2, 3]);
  });

  it('leaves no connection open', async () => {
    let [opened, closed] = [0, 0];
    const counting: Engine = {
      ...engine,
      async connect() {
        const connection = await engine.connect();
        opened++;
        return {
          ...connection,
          close() {
            closed++;
            connection.close();
          },
        };
      },
    };
    await measureWire(counting, { script, key, args, rounds: 5, stopwatch: ticking() });
    expect(opened).toBeGreaterThanOrEqual(5);
    expect(closed).toBe(opened);
  });
});
