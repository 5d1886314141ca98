import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { holdClock, readClock, releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { listKeys } from '../../src/engine/key-listing.ts';
import { ownKey, prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { Interrupted, UsageError } from '../../src/errors.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const namespace = `t-commands-compare-${process.pid}`;
const prefix = prefixOf(namespace);
const url = engineUrl;
const engine = await openEngine('url', parseServerUrl(url));

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

async function compare(line: string, world = makeWorld(url)) {
  await world.runCommand([...`compare ${line}`.split(' '), '--namespace', namespace, '--json'], world);
  return documents(world)[0]!;
}

const keys = async () => (await listKeys(engine, { prefix }, 10)).keys;

describe('hyperdrive compare', () => {
  it('has gcra and the token bucket agree on a thousand jumps at random, unless told otherwise', async () => {
    expect(await compare('token-bucket gcra')).toMatchObject({
      summary: true,
      limit: 10,
      periodMs: 60_000,
      cost: 1,
      jumps: 1_000,
      arrivals: 'poisson',
      seed: 1,
      algorithms: [
        { name: 'token-bucket', differ: 0, firstDifference: null },
        { name: 'gcra', differ: 0, differShare: 0, admittedMore: 0, deniedMore: 0, identical: 1_000 },
      ],
      clock: { mode: 'live' },
    });
  });

  it('tells the counter’s estimate from the log’s truth, over a day, and the same every time', async () => {
    const line = 'sliding-window-log sliding-window-counter --limit 60 --period 1h --over 1d --seed 7';
    const told = await compare(line);
    const [log, counter] = told['algorithms'] as Record<string, number>[];
    expect(log).toMatchObject({ mostInAPeriod: 60, differ: 0 });
    expect(counter!['differ']).toBeGreaterThan(0);
    expect(counter!['differ']).toBe(counter!['admittedMore']! + counter!['deniedMore']!);
    expect(counter!['mostInAPeriod']).toBeGreaterThan(60);
    expect((await compare(line))['algorithms']).toEqual(told['algorithms']);
    expect(told).toMatchObject({ overMs: 86_400_000, seed: 7 });
  });

  it('takes rate, count, cost and capacity as burst does', async () => {
    const line =
      'token-bucket fixed-window --capacity 2 --limit 4 --cost 2 --rate 1/s --count 3 --arrivals steady';
    expect(await compare(line)).toMatchObject({
      capacity: 2,
      jumps: 3,
      arrivals: 'steady',
      algorithms: [
        { allowed: 1, denied: 2, mostInAPeriod: 2 },
        { allowed: 2, denied: 1, mostInAPeriod: 4, firstDifference: { jump: 2, atMs: 1_000, allowed: true } },
      ],
    });
  });

  it('needs no clock of the namespace’s, and touches no other key', async () => {
    const heldMs = await holdClock(engine, prefix, 1_700_000_000_000);
    await engine.call('SET', ownKey(prefix, 'enterprise'), 'mine');
    const line = 'gcra fixed-window --seed 3 --count 600';
    const held = await compare(line);
    expect(await readClock(engine, prefix)).toEqual({ mode: 'held', nowMs: heldMs });
    expect(held['clock']).toEqual({ mode: 'held', nowMs: heldMs });
    expect((await keys()).map(({ name }) => name.head.toString())).toEqual([ownKey(prefix, 'enterprise')]);
    await releaseClock(engine, prefix);
    expect((await compare(line))['algorithms']).toEqual(held['algorithms']);
  });

  it('that is interrupted leaves no key', async () => {
    const world = makeWorld(url);
    let undo: () => Promise<unknown> = () => Promise.reject(new Error('nothing is to be undone'));
    let undone: Promise<unknown> | undefined;
    const interrupted: typeof world = {
      ...world,
      beforeExit(work) {
        undo = work;
        return () => {};
      },
      async openEngine() {
        const opened = await world.openEngine({}, () => {});
        let batches = 0;
        return {
          ...opened,
          watched(given, plan) {
            // As a signal comes: while the second batch is under way, or just over.
            if (++batches === 2) setImmediate(() => (undone = undo()));
            return opened.watched(given, plan);
          },
        };
      },
    };
    await expect(compare('gcra fixed-window --count 20000', interrupted)).rejects.toThrow(Interrupted);
    await undone;
    expect(await keys()).toEqual([]);
  });

  it.each([
    ['gcra', /two algorithms or more/],
    ['gcra gcra', /gcra was named twice/],
    ['gcra nonsense', /no algorithm "nonsense"/],
    ['gcra flawed/timestamp-as-member', /cannot be compared.*TTLs/],
    ['fixed-window sliding-window-log --capacity 5', /--capacity is for buckets/],
    ['gcra token-bucket --limit 9007199254740991', /For gcra the limit cannot be counted exactly/],
    ['gcra fixed-window --rate 100/s --over 1h', /100,000 jumps at most/],
    ['gcra fixed-window --rate 1/s --over 1h --count 5', /one too many/],
  ])('%s is refused: %s', async (line, message) => {
    const refused = compare(line);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});
