import { readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { clearLimiters, holdClock, readDeadlines, releaseClock, warp } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { listKeys } from '../../src/engine/key-listing.ts';
import { partKey, prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { topKeys, usageKey } from '../../src/usage/keys.ts';
import { readShipUsage, readUsage } from '../../src/usage/read.ts';
import { recordUsage, usageScripts } from '../../src/usage/record.ts';
import { makeUsageTally } from '../../src/usage/usage-tally.ts';
import { engineUrl } from '../support/engine-here.ts';

const engine = await openEngine('url', parseServerUrl(engineUrl));
const prefix = prefixOf(`t-usage-${process.pid}`);
const scripts = usageScripts((path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
/** The beginning of a minute and of a slot. */
const startMs = 1_699_999_800_000;
const minuteMs = 60_000;

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

const record = (ship: string, allowed: number, denied = 0) =>
  recordUsage(engine, scripts, prefix, [{ ship, allowed, denied }]);
const read = (minutes = 60) => readUsage(engine, prefix, { minutes });
const keysLeft = async () =>
  (await listKeys(engine, { prefix })).keys.map(({ name }) => String(name.head)).sort();

describe('on a held clock', () => {
  it('counts in the minute at which it stands', async () => {
    await holdClock(engine, prefix, startMs + 59_999);
    expect(await record('enterprise', 5, 2)).toEqual([{ minuteMs: startMs, allowed: 5, denied: 2 }]);
    await warp(engine, prefix, 1);
    expect(await record('enterprise', 1)).toEqual([{ minuteMs: startMs + minuteMs, allowed: 1, denied: 0 }]);
    const { ships, fromMs, clock } = await read(2);
    expect({ fromMs, clock }).toEqual({
      fromMs: startMs,
      clock: { mode: 'held', nowMs: startMs + minuteMs },
    });
    expect(ships).toEqual([
      {
        ship: 'enterprise',
        allowed: 6,
        denied: 2,
        perMinute: [
          { atMs: startMs, allowed: 5, denied: 2 },
          { atMs: startMs + minuteMs, allowed: 1, denied: 0 },
        ],
      },
    ]);
  });

  it('forgets a minute after an hour, and the ship with its last one', async () => {
    await holdClock(engine, prefix, startMs + 30_000);
    await record('enterprise', 1);
    await warp(engine, prefix, 59 * minuteMs + 29_999);
    expect((await read()).ships).toMatchObject([{ ship: 'enterprise', allowed: 1 }]);
    await warp(engine, prefix, 1);
    expect((await read()).ships).toEqual([]);
    // On Redis 7.0 a key of held time may end later, by what a script took; what is read of it does not.
    await warp(engine, prefix, 1_000);
    // Its list of top talkers is of ten minutes, and an hour more may touch it.
    expect(await keysLeft()).toEqual([topKeys(prefix).errors[0], topKeys(prefix).counts[0]]);
    await warp(engine, prefix, 10 * minuteMs);
    expect(await keysLeft()).toEqual([]);
  });

  it('keeps seven lists, and a report takes those that its minutes touch', async () => {
    await holdClock(engine, prefix, startMs);
    for (let i = 0; i < 9; i++) {
      await record(`ship-${i}`, 1);
      if (i < 8) await warp(engine, prefix, 10 * minuteMs);
    }
    expect((await read()).top).toMatchObject({ sinceMs: startMs + 20 * minuteMs, total: 7 });
    expect((await read(1)).top).toMatchObject({ sinceMs: startMs + 80 * minuteMs, total: 1 });
    expect((await read(2)).top).toMatchObject({
      total: 2,
      talkers: [{ ship: 'ship-7' }, { ship: 'ship-8' }],
    });
    const lists = (await keysLeft()).filter((key) => key.includes('{@usage}'));
    expect(lists).toHaveLength(14);
    const deadlines = await readDeadlines(engine, prefix);
    for (const key of await keysLeft()) expect(deadlines.get(key)).toBeGreaterThan(startMs + 80 * minuteMs);
  });
});

it('gives every key a TTL on the live clock, too', async () => {
  await record('enterprise', 1);
  await record('falcon', 0, 1);
  const keys = await keysLeft();
  expect(keys).toContain(usageKey(prefix, 'falcon'));
  for (const key of keys) expect(await engine.call('PTTL', key)).toBeGreaterThan(0);
});

describe('a report', () => {
  it('is empty where nothing was recorded', async () => {
    expect(await read()).toMatchObject({ ships: [], complete: true, top: { sinceMs: null, talkers: [] } });
    expect((await readShipUsage(engine, prefix, 'enterprise', { minutes: 3 })).usage).toMatchObject({
      allowed: 0,
      denied: 0,
      perMinute: [{}, {}, {}],
    });
  });

  it('has the busiest ship first, and knows more ships than the lists do', async () => {
    await holdClock(engine, prefix, startMs);
    const ships = Array.from({ length: 150 }, (_, i) => ({ ship: `ship-${i}`, allowed: i + 1, denied: 1 }));
    await recordUsage(engine, scripts, prefix, ships);
    const usage = await read();
    expect(usage.ships).toHaveLength(150);
    expect(usage.ships[0]).toMatchObject({ ship: 'ship-149', allowed: 150, denied: 1 });
    expect(usage.top.talkers).toHaveLength(100);
    expect(usage.top.total).toBe((150 * 151) / 2 + 150);
    expect(usage.top.errorAtMost).toBeLessThanOrEqual(usage.top.total / 100);
    for (const { ship, jumps, error } of usage.top.talkers) {
      const real = Number(ship.slice(5)) + 2;
      expect(jumps).toBeGreaterThanOrEqual(real);
      expect(jumps - error).toBeLessThanOrEqual(real);
    }
  });

  it('counts what a clock that stepped back left in the future as of now', async () => {
    await engine.call(
      'HSET',
      usageKey(prefix, 'enterprise'),
      'newest',
      '9',
      String(startMs + 600_000),
      '3 4',
    );
    await holdClock(engine, prefix, startMs);
    expect((await read(2)).ships).toMatchObject([
      { allowed: 3, denied: 4, perMinute: [{ allowed: 0 }, { allowed: 3, denied: 4 }] },
    ]);
  });

  it('does not take other keys, or other namespaces, for usage', async () => {
    const others = [
      `${usageKey(prefix, 'enterprise')}:x`,
      usageKey(`${prefix}other:`, 'falcon'),
      `${prefix}@usage`,
      // A limit of the ship's may be called so.
      partKey(prefix, 'enterprise', 'usage'),
    ];
    for (const key of others) await engine.call('HSET', key, String(startMs), '1 1');
    await holdClock(engine, prefix, startMs);
    expect((await read()).ships).toEqual([]);
    await engine.call('UNLINK', ...others);
  });

  it('looks at so many ships and says so', async () => {
    await holdClock(engine, prefix, startMs);
    const keys = Array.from({ length: 1_200 }, (_, i) => usageKey(prefix, `ship-${i}`));
    const fill = keys.map((key) => ['HSET', key, String(startMs), '1 0']);
    await engine.watched([], async () => fill);
    const { ships, complete } = await read();
    expect({ ships: ships.length, complete }).toEqual({ ships: 1_000, complete: false });
  });
});

it('a tally of a gateway records by plain commands, also where the server has forgotten the scripts', async () => {
  const tally = makeUsageTally(async () => engine, scripts, prefix, { now: () => 0, live: true });
  await engine.call('SCRIPT', 'FLUSH');
  for (let i = 0; i < 30; i++) tally.add(`ship-${i % 3}`, i < 12);
  await tally.close();
  expect(tally.lost()).toBeNull();
  const { ships, top } = await read();
  expect(ships.map(({ ship, allowed, denied }) => [ship, allowed, denied])).toEqual([
    ['ship-0', 4, 6],
    ['ship-1', 4, 6],
    ['ship-2', 4, 6],
  ]);
  expect(top).toMatchObject({ total: 30, errorAtMost: 0 });
});

it('a tally tells why the server refuses, and loses those jumps alone', async () => {
  await engine.call('SET', usageKey(prefix, 'enterprise'), 'cargo');
  const tally = makeUsageTally(() => engine, scripts, prefix, { now: () => 0, live: true });
  tally.add('enterprise', true);
  await tally.close();
  expect(tally.lost()).toEqual({ jumps: 1, trouble: expect.stringContaining('WRONGTYPE') });
});

it('a reset clears it, of one ship or of all', async () => {
  await record('enterprise', 1);
  await record('falcon', 1);
  await clearLimiters(engine, prefix, (key) => key.startsWith(partKey(prefix, 'enterprise')));
  expect((await read()).ships.map(({ ship }) => ship)).toEqual(['falcon']);
  await clearLimiters(engine, prefix);
  expect(await keysLeft()).toEqual([]);
});

it('tells the server’s reason where it refuses', async () => {
  await engine.call('SET', usageKey(prefix, 'enterprise'), 'cargo');
  await expect(record('enterprise', 1)).rejects.toThrow('WRONGTYPE');
});
