/** Scripts that ask the server for the time, told another one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { touchesTheClock, withSimulatedTime } from '../../src/challenge/time-lua.ts';
import type { Arena } from '../../src/engine/arena.ts';
import { openTestArena } from '../support/arena.ts';

/** 250 ms into a second, and 7 µs. */
const nowUs = 1_699_920_000_250_007;

let arena: Arena;
beforeAll(async () => {
  arena = await openTestArena({ keys: ['k'] });
});
afterAll(() => arena.stop());

const run = (text: string, ...args: (string | number)[]) =>
  arena.connection.call('EVAL', withSimulatedTime(text), 1, 'k', ...args, nowUs);

/** The TTL of a key, in ms; a server whose time goes on within a script may be a little late. */
const expectTtl = async (text: string, ms: number) => {
  const ttl = Number(await run(`${text} return redis.call('PTTL', KEYS[1])`));
  expect(ttl).toBeLessThanOrEqual(ms);
  expect(ttl).toBeGreaterThanOrEqual(arena.capabilities.frozenTime ? ms : ms - 50);
};

it('TIME is that time', async () =>
  expect(await run("return redis.call('time')")).toEqual(['1699920000', '250007']));

describe('deadlines by the server’s clock are by that time', () => {
  const set = "redis.call('SET', KEYS[1], 1)";
  it.each([
    [`${set} redis.call('PEXPIREAT', KEYS[1], '1699920001000')`, 750],
    [`${set} redis.call('PEXPIREAT', KEYS[1], 1699920001000)`, 750],
    [`${set} redis.pcall('expireat', KEYS[1], 1699920002)`, 1_750],
    ["redis.call('SET', KEYS[1], 1, 'PXAT', 1699920000251)", 1],
    ["redis.call('set', KEYS[1], 1, 'exat', '1699920001')", 750],
    [`${set} redis.call('GETEX', KEYS[1], 'EXAT', 1699920003)`, 2_750],
  ])('%s', expectTtl);

  it('and are told so', async () => {
    const text = "redis.call('SET', KEYS[1], 1, 'PX', 1000)";
    expect(await run(`${text} return redis.call('EXPIRETIME', KEYS[1])`)).toBe(1_699_920_001);
    const ms = Number(await run(`${text} return redis.call('PEXPIRETIME', KEYS[1])`));
    expect(Math.abs(ms - 1_699_920_001_250)).toBeLessThanOrEqual(arena.capabilities.frozenTime ? 0 : 50);
  });

  it.each(["'soon'", '1699920001.5', "'1.7e12'"])('unless they are none: %s', async (deadline) =>
    expect(run(`${set} return redis.call('PEXPIREAT', KEYS[1], ${deadline})`)).rejects.toThrow('integer'),
  );
});

it('comments do not count', () => {
  expect(touchesTheClock("-- redis.call('TIME')\nreturn 1")).toBe(false);
  expect(touchesTheClock("redis.call('set', k, 1, 'pxat', ARGV[1])")).toBe(true);
});
