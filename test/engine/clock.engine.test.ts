import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAlgorithm } from '../../src/algorithms/index.ts';
import {
  clearLimiters,
  holdClock,
  readClock,
  readDeadlines,
  releaseClock,
  runOnClock,
  serverTime,
  warp,
} from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { clockKey, ownKey, parkedKey, partKey, prefixOf } from '../../src/engine/namespace.ts';
import type { Connection } from '../../src/engine/port.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { jump, type Target } from '../../src/limiter/jump.ts';
import { makeScript } from '../../src/limiter/script.ts';
import { burst } from '../../src/traffic/burst.ts';
import { SlidingWindowLogModel } from '../../src/challenge/models/sliding-window-log.ts';
import { readLua, timeStandsStill } from '../lua/trace.ts';
import { engineUrl } from '../support/engine-here.ts';

const engine = await openEngine('url', parseServerUrl(engineUrl));
const namespace = `t-clock-${process.pid}`;
const prefix = prefixOf(namespace);
const script = makeScript('lua/sliding-window-log.lua', readLua('sliding-window-log'));
const startMs = 1_700_000_000_000;
const hourMs = 3_600_000;

/**
 * Where time does not stand still inside MULTI/EXEC a parked deadline may be late by what the script took. It is never
 * early: a key must not go before its state stops mattering.
 */
const slackMs = (await timeStandsStill(engine, `${prefix}enterprise`)) ? 0 : 50;

async function expectDeadlines(wanted: readonly (readonly [string, number])[]): Promise<void> {
  const deadlines = await readDeadlines(engine, prefix);
  const told = wanted.map(([key, exact]) => {
    const deadline = deadlines.get(key);
    const close = deadline !== undefined && deadline >= exact && deadline <= exact + slackMs;
    return [key, close ? exact : deadline];
  });
  expect(told).toEqual(wanted);
  expect([...deadlines.keys()].sort()).toEqual(wanted.map(([key]) => key).sort());
}

/** Keys beyond the namespace that a test has made. */
const others: string[] = [];

beforeEach(async () => {
  await engine.call('SCRIPT', 'LOAD', script.text);
});
afterEach(async () => {
  await releaseClock(engine, prefix);
  if (others.length) await engine.call('UNLINK', ...others.splice(0));
});
afterAll(() => engine.close());

function target(limit: number, periodMs: number, ship = 'enterprise'): Target {
  const algorithm = findAlgorithm('sliding-window-log');
  return {
    ship,
    drive: { algorithm: algorithm.name, limit, periodMs },
    algorithm,
    key: ownKey(prefix, ship),
    scripts: [script],
  };
}

const ask = (ship: Target, { cost = 1, connection = engine as Connection } = {}) =>
  jump(connection, ship, { prefix, cost, arrivedMs: 0 });

it('says of itself whether time stands still inside MULTI/EXEC', async () => {
  expect(engine.capabilities.frozenTime).toBe(await timeStandsStill(engine, `${prefix}enterprise`));
});

describe('a held clock', () => {
  it('shows both sides of the retry-after promise', async () => {
    const ship = target(5, 60_000);
    await holdClock(engine, prefix, startMs);
    for (let n = 0; n < 5; n++) expect((await ask(ship)).allowed).toBe(true);
    await warp(engine, prefix, 144);
    const denied = await ask(ship);
    expect(denied).toEqual({ allowed: false, remaining: 0, retryAfterMs: 59_856, resetAfterMs: 59_856 });
    await warp(engine, prefix, denied.retryAfterMs! - 1);
    expect(await ask(ship)).toMatchObject({ allowed: false, retryAfterMs: 1 });
    await warp(engine, prefix, 1);
    expect(await ask(ship)).toMatchObject({ allowed: true, remaining: 4 });
  });

  it('stands still until it is warped', async () => {
    expect((await readClock(engine, prefix)).mode).toBe('live');
    expect(await holdClock(engine, prefix, startMs)).toBe(startMs);
    expect(await readClock(engine, prefix)).toEqual({ mode: 'held', nowMs: startMs });
    expect(await holdClock(engine, prefix)).toBe(startMs);
    expect(await warp(engine, prefix, 1500)).toBe(startMs + 1500);
    expect(await warp(engine, prefix, 0)).toBe(startMs + 1500);
    expect(await readClock(engine, prefix)).toEqual({ mode: 'held', nowMs: startMs + 1500 });
  });

  it('starts at the server’s own time, also when a warp starts it', async () => {
    const before = await serverTime(engine);
    const held = await warp(engine, prefix, 1000);
    const after = await serverTime(engine);
    expect(held - 1000).toBeGreaterThanOrEqual(before);
    expect(held - 1000).toBeLessThanOrEqual(after);
  });

  it('keeps the deadline in held time, and lets the key physically outlive it', async () => {
    const ship = target(2, 1000);
    await holdClock(engine, prefix, startMs);
    await ask(ship);
    await warp(engine, prefix, 400);
    await ask(ship);
    // A denial, a look: neither moves the deadline.
    await warp(engine, prefix, 300);
    await ask(ship);
    await ask(ship, { cost: 0 });
    await expectDeadlines([[ship.key, startMs + 1400]]);
    expect(await engine.call('PTTL', ship.key)).toBeGreaterThan(hourMs);
    expect(await engine.call('PTTL', parkedKey(prefix))).toBeGreaterThan(hourMs);
    expect(await engine.call('PTTL', clockKey(prefix))).toBeGreaterThan(hourMs);
  });

  it('drops a key when a warp passes its deadline, and not a millisecond before', async () => {
    const [early, late] = [target(1, 1000, 'early'), target(1, 1001 + slackMs, 'late')];
    await holdClock(engine, prefix, startMs);
    await ask(early);
    await ask(late);
    await warp(engine, prefix, 999);
    expect(await engine.call('EXISTS', early.key, late.key)).toBe(2);
    await warp(engine, prefix, 1 + slackMs);
    expect(await engine.call('EXISTS', early.key)).toBe(0);
    expect(await engine.call('EXISTS', late.key)).toBe(1);
    await expectDeadlines([[late.key, startMs + 1001 + slackMs]]);
    await warp(engine, prefix, hourMs);
    expect(await engine.call('EXISTS', late.key)).toBe(0);
    expect(await readDeadlines(engine, prefix)).toEqual(new Map());
  });

  it('shows a command the TTL that the key has in held time', async () => {
    const { key } = target(1, 1000);
    await holdClock(engine, prefix, startMs);
    const run = (...command: (string | number)[]) => runOnClock(engine, prefix, [key], () => command);
    expect(await run('SET', key, '5', 'PX', 60_000)).toMatchObject({ reply: 'OK' });
    await warp(engine, prefix, 20_000);
    const ttl = (await run('PTTL', key)).reply as number;
    expect(ttl).toBeLessThanOrEqual(40_000 + slackMs);
    expect(ttl).toBeGreaterThanOrEqual(40_000 - slackMs);
    // Without a TTL there is nothing to park.
    await run('PERSIST', key);
    expect(await readDeadlines(engine, prefix)).toEqual(new Map());
    expect((await run('PTTL', key)).reply).toBe(-1);
    await run('DEL', key);
    expect(await run('TTL', key)).toMatchObject({ reply: -2 });
  });

  it('leaves a key its last millisecond, however long the real decision takes', async () => {
    await holdClock(engine, prefix, startMs);
    // Each takes a while to be unparked, and the first of them is in its last millisecond.
    const keys = Array.from({ length: 1_000 }, (_, n) => partKey(prefix, `ship-${n}`, 'gcra'));
    const fill =
      "for i, key in ipairs(KEYS) do redis.call('SET', key, i, 'PX', i == 1 and '500' or '60000') end";
    await runOnClock(engine, prefix, keys, () => ['EVAL', fill, keys.length, ...keys]);
    const deadline = (await readDeadlines(engine, prefix)).get(keys[0]!)!;
    await warp(engine, prefix, deadline - 1 - startMs);
    const { reply } = await runOnClock(engine, prefix, keys, () => ['GET', keys[0]!]);
    expect(reply).toBe('1');
    expect((await readDeadlines(engine, prefix)).get(keys[0]!)).toBe(deadline);
    await warp(engine, prefix, 1);
    expect(await engine.call('EXISTS', keys[0]!)).toBe(0);
  });

  it('hands the command’s own error back, and parks all the same', async () => {
    const { key } = target(1, 1000);
    await holdClock(engine, prefix, startMs);
    await runOnClock(engine, prefix, [key], () => ['SET', key, '5', 'PX', 60_000]);
    await expect(runOnClock(engine, prefix, [key], () => ['ZCARD', key])).rejects.toThrow(/^WRONGTYPE/);
    expect(await engine.call('PTTL', key)).toBeGreaterThan(hourMs);
  });

  it('runs by the server when the clock is live, and parks nothing', async () => {
    const { key } = target(1, 1000);
    const told: (number | null)[] = [];
    const { reply, serverMicros } = await runOnClock(engine, prefix, [key], (heldMs) => {
      told.push(heldMs);
      return ['SET', key, '5', 'PX', 60_000];
    });
    expect([reply, told]).toEqual(['OK', [null]]);
    expect(serverMicros / 1000).toBeGreaterThan((await serverTime(engine)) - 60_000);
    expect(await engine.call('EXISTS', parkedKey(prefix))).toBe(0);
  });

  it('parks every key of several', async () => {
    const keys = ['a', 'b'].map((part) => partKey(prefix, 'enterprise', part));
    await holdClock(engine, prefix, startMs);
    const both = `for i, key in ipairs(KEYS) do redis.call('SET', key, i, 'PX', i * 1000) end`;
    await runOnClock(engine, prefix, keys, () => ['EVAL', both, keys.length, ...keys]);
    await expectDeadlines([
      [keys[0]!, startMs + 1000],
      [keys[1]!, startMs + 2000],
    ]);
  });

  it('decides as the exact model does, whatever real time does meanwhile', async () => {
    const steps = fc.array(
      fc.record({
        wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 5000 })),
        cost: fc.integer({ min: 0, max: 4 }),
        // What the clock on the wall did to all physical TTLs since the last jump.
        ageMs: fc.constantFrom(0, 1, 90_000),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const periods = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5000 }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), periods, steps, async (limit, periodMs, moves) => {
        await releaseClock(engine, prefix);
        await holdClock(engine, prefix, startMs);
        const model = new SlidingWindowLogModel();
        const ship = target(limit, periodMs);
        let nowMs = startMs;
        for (const { wait, cost, ageMs } of moves) {
          if (wait) nowMs = await warp(engine, prefix, wait);
          if (ageMs) await age(ageMs);
          const wanted = model.decide({
            limit: BigInt(limit),
            periodMs: BigInt(periodMs),
            cost: BigInt(cost),
            nowMs: BigInt(nowMs),
            capacity: BigInt(limit),
          });
          expect(await ask(ship, { cost })).toEqual({
            allowed: wanted.allowed,
            remaining: Number(wanted.remaining),
            retryAfterMs: Number(wanted.retryAfterMs),
            resetAfterMs: Number(wanted.resetAfterMs),
          });
          // The log's key lives exactly until the limiter is as good as new.
          const left = Number(wanted.resetAfterMs);
          if (left || !slackMs) await expectDeadlines(left ? [[ship.key, nowMs + left]] : []);
          if (left || !slackMs) expect(await engine.call('EXISTS', ship.key)).toBe(left ? 1 : 0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('does not care that somebody read for 90 seconds', async () => {
    const ship = target(3, 60_000);
    const play = async (readMs: number) => {
      await releaseClock(engine, prefix);
      await holdClock(engine, prefix, startMs);
      const answers: unknown[] = [];
      for (const wait of [0, 0, 1000, 0, 58_999, 1, 60_000]) {
        await warp(engine, prefix, wait);
        if (readMs) await age(readMs);
        answers.push(await ask(ship));
        if (!slackMs) answers.push([...(await readDeadlines(engine, prefix))]);
      }
      return answers;
    };
    expect(await play(90_000)).toEqual(await play(0));
  });

  /** Lets `ms` of real time pass for every TTL of the namespace. */
  async function age(ms: number): Promise<void> {
    const keys = [clockKey(prefix), parkedKey(prefix), ...(await readDeadlines(engine, prefix)).keys()];
    for (const key of keys) {
      const ttl = (await engine.call('PTTL', key)) as number;
      if (ttl >= 0) await engine.call('PEXPIRE', key, ttl - ms);
    }
  }
});

describe('holding a clock that runs', () => {
  it('parks each TTL at exactly its real deadline', async () => {
    const ships = [1000, 60_000, 86_400_000].map((periodMs, index) =>
      target(5, periodMs * 100, `ship${index}`),
    );
    for (const ship of ships) await ask(ship);
    const lasting = partKey(prefix, 'enterprise', 'note');
    await engine.call('SET', lasting, 'no TTL');
    const real = new Map<string, number>();
    for (const { key } of ships) real.set(key, Number(await engine.call('PEXPIRETIME', key)));

    const nowMs = await holdClock(engine, prefix);
    expect(await readDeadlines(engine, prefix)).toEqual(real);
    expect(await engine.call('PTTL', lasting)).toBe(-1);
    // A jump at the held instant finds the state that was left, and how long it still counts.
    const decision = await ask(ships[0]!);
    expect(decision).toMatchObject({ allowed: true, remaining: 3, resetAfterMs: 100_000 });
    const look = await ask(ships[1]!, { cost: 0 });
    expect(look).toMatchObject({ remaining: 4, resetAfterMs: real.get(ships[1]!.key)! - nowMs });
  });

  it('holds at another instant with the TTLs that are left', async () => {
    const ship = target(5, hourMs);
    await ask(ship);
    const before = Number(await engine.call('PTTL', ship.key));
    await holdClock(engine, prefix, startMs);
    const after = Number(await engine.call('PTTL', ship.key));
    const left = (await readDeadlines(engine, prefix)).get(ship.key)! - startMs;
    expect(left).toBeLessThanOrEqual(before);
    expect(left).toBeGreaterThan(before - 10_000);
    expect(after).toBeGreaterThan(before);
  });
});

describe('letting the clock go', () => {
  // Glob characters in the prefix must stand for themselves.
  const root = `hd-${namespace}[ab]*?^\\:`;
  const inside = [ownKey(root, 'enterprise'), partKey(root, 'enterprise', 'gcra'), ownKey(root, '*')];
  const outside = [
    `hd-${namespace}a*?^\\:enterprise`,
    `hd-${namespace}[ab]x?^\\:enterprise`,
    `hd-${namespace}[ab]*?^\\`,
    `hd-${namespace}[ab]*?^\\other:enterprise`,
    `${root}other:enterprise`,
    `${root}other:{enterprise}:gcra`,
    `${root}other:@clock`,
    `x${root}enterprise`,
  ];

  it('clears the limiters of the namespace, and nothing else', async () => {
    others.push(...inside, ...outside, clockKey(root), parkedKey(root));
    for (const key of [...inside, ...outside]) await engine.call('SET', key, key, 'PX', 60_000);
    const deadlines = new Map<string, number>();
    await holdClock(engine, root);
    for (const key of inside) deadlines.set(key, Number(await engine.call('PTTL', key)));
    expect([...(await readDeadlines(engine, root)).keys()].sort()).toEqual([...inside].sort());
    for (const key of outside) expect(await engine.call('PTTL', key)).toBeLessThanOrEqual(60_000);

    expect(await releaseClock(engine, root)).toBe(inside.length);
    expect(await engine.call('EXISTS', ...inside, clockKey(root), parkedKey(root))).toBe(0);
    for (const key of outside) expect(await engine.call('GET', key)).toBe(key);
    expect((await readClock(engine, root)).mode).toBe('live');
  });

  it('clears only the limiters that were picked, and their deadlines', async () => {
    const [kept, gone] = [target(1, 1000, 'kept'), target(1, 1000, 'gone')];
    await holdClock(engine, prefix, startMs);
    await ask(kept);
    await ask(gone);
    expect(await clearLimiters(engine, prefix, (key) => key === gone.key)).toBe(1);
    expect(await engine.call('EXISTS', kept.key, gone.key)).toBe(1);
    expect([...(await readDeadlines(engine, prefix)).keys()]).toEqual([kept.key]);
    expect((await readClock(engine, prefix)).mode).toBe('held');
    // A key that comes back is a new one.
    expect((await ask(gone)).allowed).toBe(true);
  });

  it('with nothing to clear is no mistake', async () => {
    expect(await releaseClock(engine, prefix)).toBe(0);
    expect(await clearLimiters(engine, prefix)).toBe(0);
  });
});

describe('many at once on a held clock', () => {
  it('50 connections are admitted exactly the limit', async () => {
    const ship = target(5, 60_000);
    await holdClock(engine, prefix, startMs);
    const jumps = await burst(engine, ship, {
      prefix,
      cost: 1,
      arrivedMs: 0,
      count: 200,
      clients: 50,
    });
    expect(jumps).toHaveLength(200);
    expect(jumps.filter(({ allowed }) => allowed)).toHaveLength(5);
    expect(jumps.filter(({ allowed, retryAfterMs }) => !allowed && retryAfterMs !== 60_000)).toEqual([]);
    await expectDeadlines([[ship.key, startMs + 60_000]]);
  });

  it('warps in the middle of decisions lose neither a warp nor a decision', async () => {
    const ship = target(5, 60_000);
    await holdClock(engine, prefix, startMs);
    const pilot = await engine.connect();
    const landed = new AbortController();
    let warps = 0;
    const warpUntilLanded = async () => {
      while (!landed.signal.aborted) {
        await warp(pilot, prefix, 1000);
        warps++;
      }
    };
    const fly = burst(engine, ship, { prefix, cost: 1, arrivedMs: 0, count: 300, clients: 10 });
    try {
      const [jumps] = await Promise.all([fly.finally(() => landed.abort()), warpUntilLanded()]);
      expect(jumps).toHaveLength(300);
      expect(warps).toBeGreaterThan(0);
      const admitted = jumps.filter(({ allowed }) => allowed).length;
      expect(admitted).toBeGreaterThanOrEqual(5);
      // One limit for each period begun.
      expect(admitted).toBeLessThanOrEqual(5 * (Math.floor((warps * 1000) / 60_000) + 1));
      expect(await readClock(engine, prefix)).toEqual({ mode: 'held', nowMs: startMs + warps * 1000 });
    } finally {
      pilot.close();
    }
  });

  it('letting go in the middle of decisions leaves nothing of the held time behind', async () => {
    await holdClock(engine, prefix, startMs);
    let jumps = 0;
    // Before every command of the one who lets go, somebody else jumps.
    const ships: Target[] = [];
    const meddle = async () => {
      ships.push(target(5, 60_000, `ship${jumps++}`));
      await ask(ships.at(-1)!);
    };
    const met: Connection = {
      ...engine,
      call: async (...command) => {
        await meddle();
        return engine.call(...command);
      },
      watched: async (keys, plan) => {
        await meddle();
        return engine.watched(keys, plan);
      },
    };
    await releaseClock(met, prefix);
    expect(jumps).toBeGreaterThan(0);
    expect((await readClock(engine, prefix)).mode).toBe('live');
    expect(await engine.call('EXISTS', parkedKey(prefix))).toBe(0);
    // Who jumped after the clock was let go has a key of real time.
    for (const { key } of ships) expect(await engine.call('PTTL', key)).toBeLessThanOrEqual(60_000);
  });

  it('a warp that meets a clock just let go starts from the server’s time', async () => {
    await holdClock(engine, prefix, startMs);
    let letGo = false;
    // Another process lets go between this warp's first look at the clock and its move.
    const late: Connection = {
      ...engine,
      watched: async (keys, plan) => {
        if (!letGo) await releaseClock(engine, prefix);
        letGo = true;
        return engine.watched(keys, plan);
      },
    };
    const before = await serverTime(engine);
    const nowMs = await warp(late, prefix, 1000);
    expect(letGo).toBe(true);
    expect(nowMs).toBeGreaterThanOrEqual(before + 1000);
    expect(await readClock(engine, prefix)).toEqual({ mode: 'held', nowMs });
  });

  it('two who warp at once both count', async () => {
    await holdClock(engine, prefix, startMs);
    const pilots = await Promise.all([engine.connect(), engine.connect(), engine.connect()]);
    try {
      await Promise.all(
        pilots.map(async (pilot) => {
          for (let n = 0; n < 10; n++) await warp(pilot, prefix, 7);
        }),
      );
      expect((await readClock(engine, prefix)).nowMs).toBe(startMs + 210);
    } finally {
      for (const pilot of pilots) pilot.close();
    }
  });
});
