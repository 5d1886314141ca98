import { afterAll, describe, expect, inject, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { literalGlob, prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { slidingWindowLogCases } from '../models/sliding-window-log.cases.ts';
import { models } from '../models/index.ts';
import type { Case } from './plans.ts';
import { slidingWindowLogSuite } from './sliding-window-log.suite.ts';
import { argv, readLua, runTrace, timeStandsStill, type Call } from './trace.ts';

const engine = await openEngine('url', parseServerUrl(inject('engineUrl')));
const prefix = prefixOf(`t-log-${process.pid}`);
const lookAlike = engine.server.name === 'look-alike';
const key = `${prefix}ship`;
const text = readLua('sliding-window-log');
const frozenTime = await timeStandsStill(engine, key);
const subject: Case = { connection: engine, key, text, frozenTime, ...models['sliding-window-log']! };

afterAll(async () => {
  await engine.call('UNLINK', key);
  engine.close();
});

describe('sliding-window-log on a timeline', () => {
  it.each(slidingWindowLogCases)('$name', async ({ rows }) => {
    const { outcomes } = await runTrace(subject, rows);
    expect(outcomes.map(({ decision }) => decision)).toEqual(rows.map(({ decision }) => decision));
  });
});

describe('sliding-window-log on random traces', () => {
  // WebAssembly takes its time for thousands of ZADDs.
  const effort = { runs: 1000, largestLimit: lookAlike ? 200 : 10_000, shrink: true };

  it.each(slidingWindowLogSuite)('$name', async (check) => {
    expect(await check.counterexample(subject, effort)).toBeNull();
  });
});

describe('sliding-window-log', () => {
  const call = (change: Partial<Call>) =>
    engine.call(
      'EVAL',
      text,
      1,
      key,
      ...argv({ limit: 2, periodMs: 60_000, cost: 1, nowMs: null, ...change }),
    );

  it('touches its one key and no other', async () => {
    await call({});
    await call({ cost: 0 });
    await call({ cost: 2 });
    await call({ cost: 3 });
    await call({ nowMs: 0 });
    expect(await scan(`${literalGlob(prefix)}*`)).toEqual([key]);
  });

  it('leaves no key behind a look, a denial or an error', async () => {
    await engine.call('UNLINK', key);
    expect(await call({ cost: 0 })).toEqual([1, 2, 0, 0]);
    expect(await call({ cost: 3 })).toEqual([0, 2, -1, 0]);
    await expect(call({ limit: 0 })).rejects.toThrow('limit must be');
    expect(await engine.call('EXISTS', key)).toBe(0);
  });

  it('counts very many units of one millisecond, and lets all of them go at once', async () => {
    const limit = lookAlike ? 500 : 10_000;
    const trace = [
      { limit, periodMs: 1000, cost: limit - 1, nowMs: 5_000 },
      { limit, periodMs: 1000, cost: 1, nowMs: 5_000 },
      { limit, periodMs: 1000, cost: 1, nowMs: 5_999 },
      { limit, periodMs: 1000, cost: 1, nowMs: 6_000 },
    ];
    const { outcomes } = await runTrace(subject, trace);
    expect(outcomes.map(({ decision }) => Object.values(decision))).toEqual([
      [true, 1, 0, 1000],
      [true, 0, 0, 1000],
      [false, 0, 1, 1],
      [true, limit - 1, 0, 1000],
    ]);
  });

  it('says so where its key holds something else, and leaves it', async () => {
    await engine.call('UNLINK', key);
    await engine.call('SET', key, 'cargo');
    await expect(call({})).rejects.toThrow('WRONGTYPE');
    expect(await engine.call('GET', key)).toBe('cargo');
  });

  async function scan(pattern: string): Promise<string[]> {
    const found: string[] = [];
    let cursor = '0';
    do {
      const [next, keys] = (await engine.call('SCAN', cursor, 'MATCH', pattern, 'COUNT', 1000)) as [
        string,
        string[],
      ];
      found.push(...keys);
      cursor = next;
    } while (cursor !== '0');
    return found;
  }
});
