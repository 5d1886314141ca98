import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Deps, Document } from '../../src/deps.ts';
import { holdClock, readClock, releaseClock, warp } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { HyperdriveError, Interrupted, NoEngineError, UsageError } from '../../src/errors.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { makeWatcher, type Event } from '../support/watcher.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const namespace = `t-wait-${process.pid}`;
const prefix = prefixOf(namespace);
const engine = await openEngine('url', parseServerUrl(url));
const heldMs = 1_790_000_000_000;

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

/** A TTL, give or take 50 ms: Redis 7.0 parks it a little late. */
const about = (ms: number): unknown => expect.closeTo(ms, -2);

/** A wait that a person watches; what it came to, and what they see in the end. */
async function watched(args: string, events: Event[] = [], size = {}) {
  const person = makeWatcher(events, size);
  const results: Document[] = [];
  const world = { ...makeWorld(url), ...person.deps, observe: (result: Document) => results.push(result) };
  await world.runCommand([...args.split(' '), '--namespace', namespace], world);
  return { result: results.at(-1)!, text: world.printed(), screen: person.screen };
}

/** The same, without a person. */
async function unwatched(args: string, time: Partial<Deps> = {}) {
  const { sleep, now } = makeWatcher([]).deps;
  const world = { ...makeWorld(url), sleep, now, ...time };
  await world.runCommand([...args.split(' '), '--namespace', namespace, '--json'], world);
  return documents(world)[0]!;
}

const jump = (ship: string) => unwatched(`jump ${ship}`);

describe('on a live clock', () => {
  it('waits to the end, and leaves nothing of the countdown', async () => {
    const { result, text, screen } = await watched('wait 30s');
    expect(result).toMatchObject({
      waitedMs: 30_000,
      warpedMs: 0,
      stopped: false,
      clock: { mode: 'live' },
    });
    expect(text).toMatch(/clock live\nWaited 30 s\.\n$/);
    expect(screen.text).toBe('');
    expect(screen.cursorShown).toBe(true);
  });

  it('holds the clock at space, and warps the rest', async () => {
    await jump('enterprise');
    const before = await readClock(engine, prefix);
    const { result, text } = await watched('wait 5m enterprise', [[2_000, 'space']]);
    expect(result).toMatchObject({ waitedMs: 2_000, warpedMs: 298_000, stopped: false, remaining: 5 });
    const clock = await readClock(engine, prefix);
    expect(clock.mode).toBe('held');
    expect(clock.nowMs).toBeGreaterThanOrEqual(before.nowMs + 298_000);
    expect(text).toContain('Waited 2 s, warped 4 min 58 s. The clock is held now;');
  });

  it('stops at q, and at no other key', async () => {
    const events: Event[] = ['x', 'return', 'escape', 'paste', 'ctrl-x', 'q'].map((key, i) => [
      1_000 + i,
      key,
    ]);
    const { result, text } = await watched('wait 5m', events);
    expect(result).toMatchObject({ waitedMs: 1_005, warpedMs: 0, stopped: true, clock: { mode: 'live' } });
    expect(text).toContain('Stopped after 1.005 s of 5 min.');
  });

  it('says why it does not warp on a server of somebody without a namespace, and goes on', async () => {
    let seen = '';
    const person = makeWatcher([
      [1_000, 'space'],
      [2_000, () => (seen = person.screen.text)],
      [3_000, 'q'],
    ]);
    const world = { ...makeWorld(url), ...person.deps };
    await world.runCommand(['wait', '1m'], world);
    expect(seen).toContain('A warp on a server of your own needs a namespace');
    expect(world.printed()).toContain('Stopped after 3 s of 60 s.');
  });

  it('sleeps where nobody watches', async () => {
    expect(await unwatched('wait 90s')).toMatchObject({ waitedMs: 90_000, warpedMs: 0, stopped: false });
  });

  it('says so when somebody holds the clock meanwhile', async () => {
    const wait = watched('wait 1m', [[1_100, () => holdClock(engine, prefix)]]);
    await expect(wait).rejects.toThrow(/^The clock was held by somebody else after 1 s of 60 s: /);
    await expect(wait).rejects.toThrow(HyperdriveError);
  });
});

describe('on a held clock', () => {
  it('moves it along, in sum by exactly as much', async () => {
    await holdClock(engine, prefix, heldMs);
    const halfWay: number[] = [];
    const look = async () => halfWay.push((await readClock(engine, prefix)).nowMs - heldMs);
    const { result } = await watched('wait 10s', [
      [4_999, look],
      [5_250, look],
    ]);
    expect(result).toMatchObject({ waitedMs: 10_000, warpedMs: 0, clock: { nowMs: heldMs + 10_000 } });
    expect(halfWay).toEqual([4_750, 5_000]);
  });

  it.each([
    ['space', heldMs + 60_000, { waitedMs: 1_234, warpedMs: 58_766, stopped: false }],
    ['q', heldMs + 1_234, { waitedMs: 1_234, warpedMs: 0, stopped: true }],
  ])('%s leaves it at the right millisecond', async (key, nowMs, outcome) => {
    await holdClock(engine, prefix, heldMs);
    const { result } = await watched('wait 1m', [[1_234, key]]);
    expect(result).toMatchObject({ ...outcome, clock: { mode: 'held', nowMs } });
  });

  it('adds to what somebody else warps meanwhile', async () => {
    await holdClock(engine, prefix, heldMs);
    const { result } = await watched('wait 10s', [[3_000, () => warp(engine, prefix, 500)]]);
    expect(result).toMatchObject({ clock: { nowMs: heldMs + 10_500 } });
  });

  it('warps at once where nobody watches: nothing sleeps', async () => {
    await holdClock(engine, prefix, heldMs);
    const sleep = () => Promise.reject(new Error('this should not sleep'));
    expect(await unwatched('wait 1h', { sleep })).toMatchObject({
      waitedMs: 0,
      warpedMs: 3_600_000,
      stopped: false,
      clock: { nowMs: heldMs + 3_600_000 },
    });
  });

  it('says so when somebody lets it go meanwhile, and does not hold it again', async () => {
    await holdClock(engine, prefix, heldMs);
    const wait = watched('wait 1m', [[1_100, () => releaseClock(engine, prefix)]]);
    await expect(wait).rejects.toThrow(/^The clock was let go by somebody else after 1 s of 60 s: /);
    expect((await readClock(engine, prefix)).mode).toBe('live');
  });

  it('stays held at Ctrl-C, which takes the countdown away', async () => {
    await holdClock(engine, prefix, heldMs);
    const person = makeWatcher([[2_000, 'ctrl-c']]);
    const world = { ...makeWorld(url), ...person.deps };
    const wait = world.runCommand(['wait', '1m', '--namespace', namespace], world);
    await expect(wait).rejects.toThrow(Interrupted);
    expect((await readClock(engine, prefix)).mode).toBe('held');
    expect(person.screen.text).toBe('');
    expect(person.screen.cursorShown).toBe(true);
    expect(person.undos.size).toBe(0);
  });

  it('ends when a signal ends the process, and leaves the screen alone from then on', async () => {
    await holdClock(engine, prefix, heldMs);
    const person = makeWatcher([[2_000, 'SIGTERM']]);
    const world = { ...makeWorld(url), ...person.deps };
    const wait = world.runCommand(['wait', '1m', '--namespace', namespace], world);
    await expect(wait).rejects.toThrow(Interrupted);
    expect(person.screen.text).toContain('Waiting 60 s · 59 s to go');
  });
});

describe('with a ship', () => {
  it('shows it filling up again, and in the end what a look says', async () => {
    await holdClock(engine, prefix, heldMs);
    await jump('enterprise');
    await unwatched('warp 30s');
    await jump('enterprise');
    const seen: string[] = [];
    const person = makeWatcher([
      [1_100, () => seen.push(person.screen.text)],
      [31_100, () => seen.push(person.screen.text)],
      [32_000, 'q'],
    ]);
    const world = { ...makeWorld(url), ...person.deps };
    await world.runCommand(['wait', '45s', 'enterprise', '--namespace', namespace], world);
    expect(seen[0]).toMatch(/3 of 5 remaining · as good as new in 59 s[^]*zset · 2 members · TTL (59|60) s/);
    expect(seen[1]).toMatch(/4 of 5 remaining · as good as new in 29 s[^]*zset · 2 members · TTL (29|30) s/);
    expect(world.printed()).toMatch(/look {2}enterprise · 4 of 5 remaining · as good as new in 28 s/);
  });

  it('answers with the decision of a look, and with the state', async () => {
    await holdClock(engine, prefix, heldMs);
    await jump('enterprise');
    expect(await unwatched('wait 20s enterprise')).toMatchObject({
      ship: 'enterprise',
      key: `${prefix}enterprise`,
      cost: 0,
      allowed: true,
      remaining: 4,
      retryAfterMs: 0,
      resetAfterMs: 40_000,
      state: { type: 'zset', length: 1, ttlMs: about(40_000) },
    });
  });

  it('asks nothing of a script that knows no look, and shows its key', async () => {
    await holdClock(engine, prefix, heldMs);
    await jump('kobayashi');
    const document = await unwatched('wait 20s kobayashi');
    expect(document).toMatchObject({
      ship: 'kobayashi',
      state: { length: 1, ttlMs: about(40_000) },
    });
    expect(document).not.toHaveProperty('remaining');
    const { text } = await watched('wait 10s kobayashi');
    expect(text).toMatch(/Waited 10 s\.\n\nhyperdrive:\S+:kobayashi {2}zset/);
  });
});

describe('what is asked', () => {
  it.each([
    ['wait 25h', '1 d 1 h is longer'],
    ['wait soon', '"soon" is no duration'],
    ['wait 1s voyager', 'voyager'],
    ['wait 1s --limit 5', 'Which ship?'],
  ])('%s is refused', async (args, why) => {
    await expect(unwatched(args)).rejects.toThrow(UsageError);
    await expect(unwatched(args)).rejects.toThrow(why);
  });

  it('may be nothing at all', async () => {
    expect((await watched('wait 0s')).result).toMatchObject({ waitedMs: 0, warpedMs: 0, stopped: false });
  });

  it('may be too far for the calendar: the clock stays where it is', async () => {
    const lateMs = Date.UTC(10_000, 0) - 5_000;
    await holdClock(engine, prefix, lateMs);
    await expect(unwatched('wait 1h')).rejects.toThrow(/year 9999/);
    expect((await readClock(engine, prefix)).nowMs).toBe(lateMs);
  });
});

it('says so when the server goes away', async () => {
  const person = makeWatcher([[2_000, () => mine.close()]]);
  const mine = await openEngine('url', parseServerUrl(url));
  const world = { ...makeWorld(url), ...person.deps, openEngine: async () => mine };
  const wait = world.runCommand(['wait', '1m', '--namespace', namespace], world);
  await expect(wait).rejects.toThrow(NoEngineError);
  expect(person.screen.text).toBe('');
});
