import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Deps, Document } from '../../src/deps.ts';
import { holdClock, readClock, releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { UsageError } from '../../src/errors.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const engine = await openEngine('url', parseServerUrl(url));
const namespace = `t-burst-${process.pid}`;
const prefix = prefixOf(namespace);
const startMs = 1_700_000_000_000;

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

interface Ran {
  text: string;
  documents: Document[];
  summary: Document;
}

/** What `hyperdrive LINE` prints, in a world of its own. */
async function hyperdrive(
  line: string,
  changes: Partial<Deps> = {},
  where = ['--namespace', namespace],
): Promise<Ran> {
  const world = { ...makeWorld(url), ...changes };
  await world.runCommand([...line.split(' '), ...where], world);
  const all = line.includes('--json') ? documents(world) : [];
  return { text: world.printed(), documents: all, summary: all.at(-1) ?? {} };
}

/** A file of the user's. */
const file = (text: string): Partial<Deps> => ({ readFile: async () => text });
/** A caller for whom a wait is over at once. */
function impatient(): Partial<Deps> {
  let nowMs = 0;
  return { now: () => nowMs, sleep: async (ms) => void (nowMs += ms) };
}

describe('the classic simulation', () => {
  it('is a burst, a warp, and a burst', async () => {
    expect((await hyperdrive('burst falcon --count 12 --json')).summary).toMatchObject({
      allowed: 10,
      denied: 2,
    });
    await hyperdrive('warp 60s');
    expect((await hyperdrive('burst falcon --count 10 --json')).summary).toMatchObject({
      allowed: 10,
      denied: 0,
    });
    const { summary } = await hyperdrive('burst falcon --rate 2/s --over 32s --warp --json');
    expect(summary).toMatchObject({ count: 64, allowed: 5, denied: 59, mostInAPeriod: 5, warped: true });
  });

  it('keeps its look and its fields', async () => {
    await holdClock(engine, prefix, startMs);
    const { documents, summary } = await hyperdrive('burst falcon --count 12 --json');
    expect(documents).toHaveLength(13);
    expect(documents[0]).toMatchObject({ jump: 1, allowed: true, remaining: 9, retryAfterMs: 0, calls: 1 });
    expect(documents[0]).not.toHaveProperty('atMs');
    expect(summary).toMatchObject({
      summary: true, ship: 'falcon', count: 12, allowed: 10, denied: 2, clients: 10, cost: 1, arrivals: 'at-once', seed: 1,
      calls: 12, firstDenial: { jump: 11, retryAfterMs: 6_000 }, clock: { mode: 'held' }, state: { type: 'hash' },
    }); // prettier-ignore
    expect((await hyperdrive('burst falcon --count 2')).text).toMatch(/2 jumps at once over 2 connections/);
  });
});

describe('a burst at a pace', () => {
  it('is told jump by jump, with a summary last', async () => {
    await holdClock(engine, prefix, startMs);
    const { documents, summary } = await hyperdrive(
      'burst falcon --rate 2/s --over 10s --cost 2 --seed 9 --json',
    );
    expect(documents).toHaveLength(21);
    expect(documents[1]).toEqual({
      jump: 2, client: 1, allowed: true, remaining: 6, retryAfterMs: 0, resetAfterMs: 23_500, calls: 1, atMs: 500, cost: 2,
    }); // prettier-ignore
    expect(summary).toMatchObject({
      summary: true, ship: 'falcon', limit: 10, cost: 2, count: 20, allowed: 5, denied: 15, firstDenial: { jump: 6, atMs: 2_500 },
      firstDenialAtMs: 2_500, lastAllowedAtMs: 2_000, mostInAPeriod: 10, longestDenials: { jumps: 15, fromMs: 2_500, toMs: 9_500 },
      arrivals: 'steady', rate: 2, overMs: 10_000, allowedPerSecond: 0.5, seed: 9, calls: 20, clients: 1, warped: true,
      clock: { mode: 'held', nowMs: startMs + 10_000 },
    }); // prettier-ignore
  });

  it('says that it was warped where the clock was held, and what it did where not', async () => {
    const line = 'burst falcon --rate 1/s --count 3';
    expect((await hyperdrive(`${line} --warp`)).text).toMatch(
      /The clock is held now; `hyperdrive clock live` lets it go\./,
    );
    expect((await hyperdrive(line)).text).toMatch(
      /3 jumps at 1\/s over 3 s, warped[^]*The clock is held, so this was warped\./,
    );
    expect((await hyperdrive(`${line} --warp`)).text).not.toMatch(/The clock is held/);
  });

  it('ends at its last jump where no end was given', async () => {
    await holdClock(engine, prefix, startMs);
    await hyperdrive('burst falcon --rate 1/s --count 3');
    expect((await readClock(engine, prefix)).nowMs).toBe(startMs + 2_000);
    await hyperdrive('burst falcon --count 3 --over 3s');
    expect((await readClock(engine, prefix)).nowMs).toBe(startMs + 5_000);
  });

  it('runs over real connections on the live clock', async () => {
    const line = 'burst falcon --period 100d --rate 1/s --over 15s --clients 4';
    const { documents, summary } = await hyperdrive(`${line} --json`, impatient());
    expect(summary).toMatchObject({
      count: 15,
      allowed: 10,
      denied: 5,
      clients: 4,
      warped: false,
      clock: { mode: 'live' },
    });
    expect(summary).toHaveProperty('latestMs');
    expect(documents[0]).toMatchObject({
      dueMs: expect.any(Number) as number,
      atMs: expect.any(Number) as number,
    });
    expect((await hyperdrive(line, impatient())).text).toMatch(/15 jumps at 1\/s over 15 s on 4 connections/);
  });

  it('of chance tells its seed, and is the same for it', async () => {
    const line = 'burst falcon --rate 5/s --over 20s --arrivals poisson --warp';
    const count = async (more: string, changes?: Partial<Deps>) =>
      (await hyperdrive(`${line} --json${more}`, changes)).summary;
    const first = await count('', { seed: () => 77 });
    expect(first).toMatchObject({ seed: 77, arrivals: 'poisson' });
    expect((await count(' --seed 77')).count).toBe(first['count']);
    expect((await count(' --seed 78')).count).not.toBe(first['count']);
    expect((await hyperdrive(`${line} --seed 77`)).text).toMatch(/poisson, seed 77/);
  });

  it('of a file comes as the file says', async () => {
    const line = 'burst falcon --arrivals trace.csv --warp';
    const { documents, summary } = await hyperdrive(`${line} --json`, file('at_ms,cost\n0,8\n250\n250,4\n'));
    expect(documents.map(({ atMs, cost, allowed }) => [atMs, cost, allowed])).toEqual([
      [0, 8, true],
      [250, 1, true],
      [250, 4, false],
      [undefined, 1, 2],
    ]);
    expect(summary).toMatchObject({ arrivals: 'trace.csv', rate: null, overMs: 250, mostInAPeriod: 9 });
    await expect(hyperdrive(line, file('0\nsoon\n'))).rejects.toThrow(/^trace\.csv:2: at_ms must be whole/);
  });

  it('of a file that asks what a script cannot do is refused before anything is done', async () => {
    const run = hyperdrive('burst kobayashi --arrivals trace.csv --warp', file('0\n5,2\n'));
    await expect(run).rejects.toThrow(/cannot do what trace\.csv asks: it knows no cost/);
    expect((await readClock(engine, prefix)).mode).toBe('live');
  });

  it('of a queue tells when the last leaves', async () => {
    const { summary } = await hyperdrive('burst serenity --rate 1/s --count 10 --warp --json');
    expect(summary).toMatchObject({ allowed: 10, lastDepartureMs: 54_000 });
  });
});

describe('--warp', () => {
  it('holds the clock also for a burst that comes at once', async () => {
    const { text } = await hyperdrive('burst falcon --count 3 --warp');
    expect(text).toMatch(/3 jumps at once over 3 connections[^]*The clock is held now/);
    expect((await readClock(engine, prefix)).mode).toBe('held');
  });

  it.each([
    'burst nobody --warp',
    'burst falcon --cost -1 --warp',
    'burst nobody --rate 1/s --count 3 --warp',
  ])('leaves the clock alone where `%s` is refused', async (line) => {
    await expect(hyperdrive(line)).rejects.toThrow(UsageError);
    expect((await readClock(engine, prefix)).mode).toBe('live');
  });

  it('and --clients contradict each other at a pace', async () => {
    const run = hyperdrive('burst falcon --rate 1/s --over 3s --warp --clients 2');
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(/leave out --clients or --warp/);
  });

  it.each(['--count 3', '--rate 1/s --count 3'])(
    'with %s needs a namespace on a server that was named',
    async (how) => {
      const run = hyperdrive(`burst falcon ${how} --warp`, {}, []);
      await expect(run).rejects.toThrow(/A warped burst on a server of your own needs a namespace/);
    },
  );
});

it.each(['--rate 0', '--rate fast', '--over 0s', '--seed -1', '--count 1000001'])(
  'refuses %s',
  async (how) => {
    await expect(hyperdrive(`burst falcon ${how}`)).rejects.toThrow(/Expected/);
  },
);
