import { beforeEach, describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { literalGlob } from '../../src/engine/namespace.ts';
import { argv, readLua, type Call } from './trace.ts';
import { engine, key, prefix } from './workbench.ts';

beforeEach(async () => {
  await engine.call('UNLINK', key);
});

describe.each(correct)('$name', ({ name, read }) => {
  const text = readLua(name);
  const call = (change: Partial<Call>) =>
    engine.call(
      'EVAL',
      text,
      1,
      key,
      ...argv({ limit: 2, periodMs: 60_000, cost: 1, nowMs: null, ...change }),
    );

  it('touches its one key and no other', async () => {
    const now = 1_700_000_000_000;
    for (const change of [
      {},
      { cost: 0 },
      { cost: 2 },
      { cost: 3 },
      { nowMs: now },
      { nowMs: 0 },
      { limit: 7, capacity: 3 },
    ])
      await call(change);
    expect(await scan(`${literalGlob(prefix)}*`)).toEqual([key]);
  });

  it('leaves no key behind a look, a denial or an error', async () => {
    expect(read(await call({ cost: 0 }))).toMatchObject({ allowed: true, remaining: 2, resetAfterMs: 0 });
    expect(read(await call({ cost: 3 }))).toMatchObject({ allowed: false, remaining: 2, retryAfterMs: -1 });
    await expect(call({ limit: 0 })).rejects.toThrow('limit must be');
    expect(await scan(`${literalGlob(prefix)}*`)).toEqual([]);
  });

  it('says so where its key holds something else, and leaves it', async () => {
    await engine.call('RPUSH', key, 'cargo');
    await expect(call({})).rejects.toThrow('WRONGTYPE');
    expect(await engine.call('LRANGE', key, 0, -1)).toEqual(['cargo']);
  });
});

it('gcra says so where its key holds another text, and leaves it', async () => {
  await engine.call('SET', key, '1700000000000');
  const good = argv({ limit: 2, periodMs: 60_000, cost: 1, nowMs: null });
  await expect(engine.call('EVAL', readLua('gcra'), 1, key, ...good)).rejects.toThrow(
    'the key holds no arrival time',
  );
  expect(await engine.call('GET', key)).toBe('1700000000000');
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
