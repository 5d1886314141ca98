import { afterAll, describe, expect, it } from 'vitest';
import { findAlgorithm } from '../../src/algorithms/index.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { partKey, prefixOf } from '../../src/engine/namespace.ts';
import type { Engine } from '../../src/engine/port.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { HyperdriveError, Interrupted } from '../../src/errors.ts';
import type { Drive } from '../../src/limiter/decision.ts';
import type { Target } from '../../src/limiter/jump.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import type { Arrival } from '../../src/traffic/arrivals.ts';
import { compare, standings } from '../../src/traffic/compare.ts';
import { seeded } from '../../src/traffic/random.ts';
import { readLua } from '../lua/trace.ts';
import { engineUrl } from '../support/engine-here.ts';

const engine = await openEngine('url', parseServerUrl(engineUrl));
const prefix = prefixOf(`t-compare-${process.pid}`);
const startMs = 1_700_000_000_000;

afterAll(() => engine.close());

type Numbers = Omit<Drive, 'algorithm'>;

function target(name: string, numbers: Numbers): Target {
  return {
    ship: 'compare',
    drive: { algorithm: name, ...numbers },
    algorithm: findAlgorithm(name),
    key: partKey(prefix, 'compare', name),
    scripts: makeScripts(`lua/${name}.lua`, readLua(name)),
  };
}

/** Jumps at random: some in the same millisecond, some after a long pause, of several costs. */
function trace(count: number, seed: number, meanMs: number): Arrival[] {
  const random = seeded(seed);
  let atMs = 0;
  return Array.from({ length: count }, () => {
    atMs += random() < 0.3 ? 0 : Math.floor(random() * 2 * meanMs);
    return { atMs, cost: 1 + Math.floor(random() * 3) };
  });
}

const run = (names: readonly string[], numbers: Numbers, jumps: readonly Arrival[], on: Engine = engine) =>
  compare(
    on,
    names.map((name) => target(name, numbers)),
    jumps,
    { startMs, signal: new AbortController().signal },
  );

/** A log in a few lines, for what is beyond a doubt. */
function admissions(jumps: readonly Arrival[], { limit, periodMs }: Numbers): boolean[] {
  const admitted: Arrival[] = [];
  return jumps.map((jump) => {
    const live = admitted.filter(({ atMs }) => atMs > jump.atMs - periodMs);
    const fits = live.reduce((sum, { cost }) => sum + cost, jump.cost) <= limit;
    if (fits) admitted.push(jump);
    return fits;
  });
}

async function keysLeft(): Promise<unknown> {
  return engine.call(
    'EXISTS',
    ...['sliding-window-log', 'gcra'].map((name) => partKey(prefix, 'compare', name)),
  );
}

describe('a comparison', () => {
  // Periods of 3 ms: real TTLs would have run out between any two batches, and within them.
  it.each([
    [{ limit: 7, periodMs: 10_000 }, 1_500],
    [{ limit: 5, periodMs: 3 }, 1],
    [{ limit: 40, periodMs: 86_400_000 }, 3_000_000],
  ])('of the log with %j is exact from the first jump to the last', async (numbers, meanMs) => {
    const jumps = trace(700, 1, meanMs);
    const [log] = await run(['sliding-window-log'], numbers, jumps);
    expect(log!.decisions.map(({ allowed }) => allowed)).toEqual(admissions(jumps, numbers));
    const [{ mostInAPeriod, allowed, denied }] = standings([log!], jumps, numbers.periodMs) as [never];
    expect(mostInAPeriod).toBe(numbers.limit);
    expect(allowed).toBeGreaterThan(100);
    expect(denied).toBeGreaterThan(100);
  });

  it('of gcra and the token bucket is the same in every number', async () => {
    const numbers = { limit: 7, periodMs: 10_000, capacity: 4 };
    const jumps = trace(700, 2, 2_500);
    const courses = await run(['token-bucket', 'gcra'], numbers, jumps);
    expect(standings(courses, jumps, numbers.periodMs)[1]).toMatchObject({ differ: 0, identical: 700 });
    expect(courses[1]!.decisions.some(({ allowed }) => !allowed)).toBe(true);
  });

  it('tells how large the keys are where the engine does, and leaves none', async () => {
    const courses = await run(
      ['sliding-window-log', 'gcra'],
      { limit: 90, periodMs: 60_000 },
      trace(100, 3, 100),
    );
    const [log, gcra] = courses.map(({ memoryBytes }) => memoryBytes);
    if (engine.capabilities.memory) expect(log).toBeGreaterThan(gcra!);
    else expect([log, gcra]).toEqual([null, null]);
    expect(await keysLeft()).toBe(0);
  });

  it('begins with empty limiters, whatever another left', async () => {
    const numbers = { limit: 1, periodMs: 60_000 };
    const once = () => run(['gcra'], numbers, [{ atMs: 0, cost: 1 }]);
    await engine.call('SET', partKey(prefix, 'compare', 'gcra'), `${startMs + 60_000}+0/1`);
    expect((await once())[0]!.decisions[0]!.allowed).toBe(true);
    expect((await once())[0]!.decisions[0]!.allowed).toBe(true);
  });

  it('goes on when somebody flushes the scripts', async () => {
    const numbers = { limit: 7, periodMs: 10_000 };
    const jumps = trace(700, 4, 1_500);
    const flushing: Engine = {
      ...engine,
      watched: async (keys, plan) => {
        await engine.call('SCRIPT', 'FLUSH');
        return engine.watched(keys, plan);
      },
    };
    const [log] = await run(['sliding-window-log'], numbers, jumps, flushing);
    expect(log!.decisions.map(({ allowed }) => allowed)).toEqual(admissions(jumps, numbers));
  });

  it('does not go on when somebody deletes its keys', async () => {
    let batches = 0;
    const resetting: Engine = {
      ...engine,
      watched: async (keys, plan) => {
        if (++batches === 3) await engine.call('DEL', partKey(prefix, 'compare', 'gcra'));
        return engine.watched(keys, plan);
      },
    };
    const meddled = run(['gcra'], { limit: 7, periodMs: 10_000 }, trace(1_000, 8, 1_500), resetting);
    await expect(meddled).rejects.toThrow(/^Somebody else deleted what gcra remembers/);
    expect(batches).toBe(3);
  });

  it('that a script refuses says so, and leaves no key', async () => {
    const refused = run(['gcra', 'sliding-window-log'], { limit: 10_001, periodMs: 1_000 }, trace(10, 5, 10));
    await expect(refused).rejects.toThrow(HyperdriveError);
    await expect(refused).rejects.toThrow(/^lua\/sliding-window-log\.lua failed: limit must be/);
    expect(await keysLeft()).toBe(0);
  });

  it('stops when it is told to, and leaves no key', async () => {
    const stop = new AbortController();
    const told: number[] = [];
    const stopped = compare(engine, [target('gcra', { limit: 5, periodMs: 1_000 })], trace(1_000, 6, 10), {
      startMs,
      signal: stop.signal,
      progress(done) {
        told.push(done);
        stop.abort();
      },
    });
    await expect(stopped).rejects.toThrow(Interrupted);
    expect(told).toEqual([250]);
    expect(await keysLeft()).toBe(0);
  });
});
