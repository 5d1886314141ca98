import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findAlgorithm } from '../../src/algorithms/index.ts';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { ownKey, prefixOf } from '../../src/engine/namespace.ts';
import type { Engine } from '../../src/engine/port.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import type { Target } from '../../src/limiter/jump.ts';
import { makeScript } from '../../src/limiter/script.ts';
import type { Arrival } from '../../src/traffic/arrivals.ts';
import { pacedBurst } from '../../src/traffic/burst.ts';
import type { Waiting } from '../../src/traffic/share-out.ts';
import { readLua } from '../lua/trace.ts';
import { engineUrl } from '../support/engine-here.ts';

const engine = await openEngine('url', parseServerUrl(engineUrl));
const prefix = prefixOf(`t-paced-${process.pid}`);

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

const ship: Target = {
  ship: 'falcon',
  drive: { algorithm: 'token-bucket', limit: 5, periodMs: 86_400_000 },
  algorithm: findAlgorithm('token-bucket'),
  key: ownKey(prefix, 'falcon'),
  scripts: [makeScript('lua/token-bucket.lua', readLua('token-bucket'))],
};

/** A clock that only sleeping moves, to whenever the sleeper who wakes first wants to wake. */
class Dial implements Waiting {
  private nowMs = 5_000;
  private readonly asleep: { untilMs: number; wake: () => void }[] = [];
  /** What the server has been asked and not answered. */
  unanswered = 0;
  /** Every sleep that was asked for, from the start. */
  readonly slept: number[] = [];

  now = (): number => this.nowMs;

  sleep = (ms: number, signal: AbortSignal): Promise<void> => {
    this.slept.push(ms);
    return new Promise((settle) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        settle();
      };
      signal.addEventListener('abort', wake);
      this.asleep.push({ untilMs: this.nowMs + ms, wake });
    });
  };

  /** Wakes whoever is due first. */
  tick(): void {
    this.asleep.sort((a, b) => a.untilMs - b.untilMs);
    const first = this.asleep.shift();
    if (!first) return;
    this.nowMs = Math.max(this.nowMs, first.untilMs);
    first.wake();
  }

  /** Lets time pass whenever the server has nothing to answer, until `work` is done. */
  async runs<T>(work: Promise<T>): Promise<T> {
    const done = new AbortController();
    const end = () => done.abort();
    work.then(end, end);
    while (!done.signal.aborted) {
      await engine.call('TIME');
      if (!this.unanswered) this.tick();
    }
    return work;
  }
}

const every = (gapMs: number, count: number): Arrival[] =>
  Array.from({ length: count }, (_, n) => ({ atMs: n * gapMs, cost: 1 }));

/** The engine, and when by the dial each transaction was sent over a connection of its own. */
function watchedFrom(dial: Dial, meddle: (sent: number) => Promise<void> = async () => {}) {
  const sentMs: number[] = [];
  const connected: Engine = {
    ...engine,
    async connect() {
      const connection = await engine.connect();
      return {
        ...connection,
        async watched(keys, plan) {
          sentMs.push(dial.now() - 5_000);
          await meddle(sentMs.length);
          dial.unanswered++;
          return connection.watched(keys, plan).finally(() => dial.unanswered--);
        },
      };
    },
  };
  return { connected, sentMs };
}

describe('a burst at a pace on the live clock', () => {
  it('has each jump leave when it is due', async () => {
    const dial = new Dial();
    const { connected, sentMs } = watchedFrom(dial);
    // Known to the server: a script that must be sent anew is a second transaction.
    await engine.call('SCRIPT', 'LOAD', ship.scripts[0]!.text);
    const told: number[] = [];
    const arrivals = every(1_000, 8);
    const jumps = await dial.runs(
      pacedBurst(connected, ship, {
        prefix,
        arrivals,
        clients: 3,
        ...dial,
        progress: (done) => told.push(done),
      }),
    );
    expect(sentMs).toEqual(arrivals.map(({ atMs }) => atMs));
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(jumps.map(({ jump }) => jump)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(jumps.map(({ dueMs }) => dueMs)).toEqual(arrivals.map(({ atMs }) => atMs));
    expect(jumps.map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0, 0, 0]);
    expect(jumps.every(({ atMs, calls, cost }) => atMs >= 0 && calls === 1 && cost === 1)).toBe(true);
  });

  it('does not wait for the answers to those before, as long as a connection is free', async () => {
    const dial = new Dial();
    let answerFirst = () => {};
    const first = new Promise<void>((settle) => {
      answerFirst = settle;
    });
    const { connected, sentMs } = watchedFrom(dial, async (sent) => {
      if (sent === 1) await first;
      if (sent === 4) answerFirst();
    });
    await engine.call('SCRIPT', 'LOAD', ship.scripts[0]!.text);
    const jumps = await dial.runs(
      pacedBurst(connected, ship, { prefix, arrivals: every(100, 4), clients: 2, ...dial }),
    );
    // While the first connection waits for its answer, the second makes all the others, each when it is due.
    expect(sentMs).toEqual([0, 100, 200, 300]);
    expect(jumps.map(({ client }) => client).sort()).toEqual([1, 2, 2, 2]);
  });

  it('has jumps that are late leave at once', async () => {
    const dial = new Dial();
    const { connected, sentMs } = watchedFrom(dial, async (sent) => {
      // The server thinks the first over until the rest are due.
      if (sent === 1) await dial.sleep(10_000, new AbortController().signal);
    });
    await engine.call('SCRIPT', 'LOAD', ship.scripts[0]!.text);
    await dial.runs(pacedBurst(connected, ship, { prefix, arrivals: every(100, 4), clients: 1, ...dial }));
    expect(sentMs).toEqual([0, 10_000, 10_000, 10_000]);
  });

  it('sleeps no longer at a time than a timer can', async () => {
    const dial = new Dial();
    const days = 40 * 86_400_000;
    const arrivals = [{ atMs: days, cost: 1 }];
    const { connected } = watchedFrom(dial);
    await dial.runs(pacedBurst(connected, ship, { prefix, arrivals, clients: 1, ...dial }));
    expect(dial.slept).toHaveLength(40);
    expect(Math.max(...dial.slept)).toBeLessThan(2 ** 31);
  });

  it('makes no more jumps once one has failed', async () => {
    const dial = new Dial();
    const failing = { ...ship, scripts: [makeScript('mine.lua', "redis.call('INCR', KEYS[1]) return 1")] };
    const { connected } = watchedFrom(dial);
    const run = pacedBurst(connected, failing, { prefix, arrivals: every(1_000, 50), clients: 5, ...dial });
    await expect(dial.runs(run)).rejects.toThrow(/by the contract/);
    expect(await engine.call('GET', ship.key)).toBe('1');
    expect(dial.slept).toHaveLength(4);
  });
});
