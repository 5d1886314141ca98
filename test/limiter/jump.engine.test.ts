import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { algorithms, findAlgorithm } from '../../src/algorithms/index.ts';
import { holdClock, releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { ownKey, prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { HyperdriveError } from '../../src/errors.ts';
import { contractArgs, readContractReply } from '../../src/limiter/contract.ts';
import { jump, type Target } from '../../src/limiter/jump.ts';
import { makeScript, makeScripts } from '../../src/limiter/script.ts';
import { burst, summarize } from '../../src/traffic/burst.ts';
import { readLua } from '../lua/trace.ts';
import { engineUrl } from '../support/engine-here.ts';

const engine = await openEngine('url', parseServerUrl(engineUrl));
const prefix = prefixOf(`t-jump-${process.pid}`);
const startMs = 1_700_000_000_000;

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

function target(name: string, limit: number, periodMs: number): Target {
  const algorithm = findAlgorithm(name);
  return {
    ship: 'enterprise',
    drive: { algorithm: name, limit, periodMs },
    algorithm,
    key: ownKey(prefix, 'enterprise'),
    scripts: makeScripts(`lua/${name}.lua`, readLua(name)),
  };
}

function learners(text: string): Target {
  const algorithm = { ...findAlgorithm('sliding-window-log'), args: contractArgs, read: readContractReply };
  return { ...target('sliding-window-log', 5, 60_000), algorithm, scripts: [makeScript('mine.lua', text)] };
}

const live = { prefix, cost: 1, arrivedMs: Date.now() };

describe('a burst on the live clock', () => {
  it('of 50 clients and 1,000 jumps is admitted exactly the limit', async () => {
    const ship = target('sliding-window-log', 5, 600_000);
    const jumps = await burst(engine, ship, { ...live, count: 1000, clients: 50 });
    expect(jumps).toHaveLength(1000);
    expect(jumps.map((one) => one.jump)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
    expect(new Set(jumps.map((one) => one.client)).size).toBe(50);
    const summary = summarize(jumps);
    expect(summary).toMatchObject({ count: 1000, allowed: 5, denied: 995, firstDenial: { allowed: false } });
    expect(await engine.call('ZCARD', ship.key)).toBe(5);
    for (const { allowed, retryAfterMs } of jumps) {
      if (allowed) expect(retryAfterMs).toBe(0);
      else expect(retryAfterMs).toSatisfy((ms: number) => ms > 540_000 && ms <= 600_000);
    }
  });

  it('tells the jumps in the order in which they were decided', async () => {
    const jumps = await burst(engine, target('sliding-window-log', 20, 600_000), {
      ...live,
      count: 100,
      clients: 20,
    });
    expect(jumps.map(({ remaining }) => remaining)).toEqual(
      Array.from({ length: 100 }, (_, index) => Math.max(0, 19 - index)),
    );
    expect(summarize(jumps).firstDenial?.jump).toBe(21);
  });

  it('with a cost is admitted what fits', async () => {
    const jumps = await burst(engine, target('sliding-window-log', 20, 600_000), {
      ...live, cost: 3, count: 40, clients: 8,
    }); // prettier-ignore
    expect(summarize(jumps).allowed).toBe(6);
  });

  it('of more clients than jumps makes no more jumps than asked', async () => {
    const jumps = await burst(engine, target('sliding-window-log', 5, 600_000), {
      ...live,
      count: 3,
      clients: 10,
    });
    expect(jumps).toHaveLength(3);
    expect(summarize([])).toEqual({ count: 0, allowed: 0, denied: 0, firstDenial: null });
  });
});

describe('a jump', () => {
  it('has the key’s TTL end with reset_after, in real time', async () => {
    const ship = target('sliding-window-log', 5, 60_000);
    const first = await jump(engine, ship, live);
    expect(first).toEqual({ allowed: true, remaining: 4, retryAfterMs: 0, resetAfterMs: 60_000 });
    const deadline = Number(await engine.call('PEXPIRETIME', ship.key));
    const look = await jump(engine, ship, { ...live, cost: 0 });
    expect(Number(await engine.call('PEXPIRETIME', ship.key))).toBe(deadline);
    expect(look.resetAfterMs).toBeLessThanOrEqual(60_000);
    const [, score] = (await engine.call('ZRANGE', ship.key, 0, 0, 'WITHSCORES')) as string[];
    // Where time does not stand still in a script, PEXPIRE comes a little later than TIME.
    const slack = engine.capabilities.frozenTime ? 0 : 10;
    expect(deadline - Number(score) - 60_000).toBeGreaterThanOrEqual(0);
    expect(deadline - Number(score) - 60_000).toBeLessThanOrEqual(slack);
  });

  it.each(algorithms.map(({ name }) => name))('of %s answers the same sent whole', async (name) => {
    await holdClock(engine, prefix, startMs);
    const held = { prefix, cost: 1, arrivedMs: 0 };
    const whole = await jump(engine, target(name, 5, 60_000), { ...held, whole: true });
    await releaseClock(engine, prefix);
    await holdClock(engine, prefix, startMs);
    expect(whole).toEqual(await jump(engine, target(name, 5, 60_000), held));
    expect(whole.allowed).toBe(true);
  });

  it('refused by the script’s own words says so', async () => {
    const asked = jump(engine, target('sliding-window-log', 10_001, 1000), live);
    await expect(asked).rejects.toThrow(HyperdriveError);
    await expect(asked).rejects.toThrow(
      /^lua\/sliding-window-log\.lua failed: limit must be a whole number from 1 to 10000$/,
    );
  });

  it.each([
    ['an unknown variable', 'local key = KEYS[1]\nreturn nothing + 1', /^mine\.lua failed: .*nothing/],
    [
      'a type it cannot add',
      'local key = KEYS[1]\nlocal t = {}\nreturn t + 1',
      /^mine\.lua failed: .*mine\.lua:3.*arithmetic/,
    ],
    ['what is no Lua', 'return (', /^mine\.lua failed: .*(unexpected symbol|compiling)/],
    ['a command that does not exist', "return redis.call('ENGAGE')", /^mine\.lua failed: .*[Uu]nknown/],
  ])('by a script with %s is told by its file', async (_what, text, told) => {
    const message = await jump(engine, learners(text), live).then(
      () => 'no failure',
      (error: Error) => error.message,
    );
    expect(message).toMatch(told);
    expect(message).not.toMatch(/[0-9a-f]{40}|user_script/);
  });

  it.each([
    ['nothing', 'return nil'],
    ['a number', 'return 1'],
    ['too little', 'return { 1, 2, 3 }'],
    ['text', "return { 1, 2, 3, 'four' }"],
    ['allowed 2', 'return { 2, 0, 0, 0 }'],
    ['a hole', 'return { 1, nil, 0, 0 }'],
  ])('by a script that answers %s is an error that names the contract', async (_what, text) => {
    await expect(jump(engine, learners(text), live)).rejects.toThrow(/by the contract .*retry_after_ms/);
  });
});
