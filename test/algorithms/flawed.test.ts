import { describe, expect, it } from 'vitest';
import { flawed } from '../../src/algorithms/flawed/index.ts';
import { correct, findAlgorithm } from '../../src/algorithms/index.ts';
import { HyperdriveError } from '../../src/errors.ts';
import type { Call } from '../../src/limiter/decision.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { readLua } from '../lua/trace.ts';

const call = (change: Partial<Call> = {}): Call => ({
  drive: { algorithm: 'any', limit: 5, periodMs: 60_000 },
  cost: 1,
  heldMs: null,
  callerMs: 1_700_000_000_999,
  ...change,
});
const argsOf = (name: string, change?: Partial<Call>) => findAlgorithm(`flawed/${name}`).args(call(change));

describe.each(flawed)('$name', ({ name, flaw, args, next, bucket }) => {
  const text = readLua(name);

  it('says at its head that it is flawed, and to leave it alone', () => {
    const head = text.split('\n\n')[0]!;
    expect(head).toMatch(/^-- FLAWED/);
    expect(head.replaceAll(/\n--\s*/g, ' ')).toMatch(/Do not use it\b/);
    expect(/see mission (\d)/.exec(head.replaceAll(/\n--\s*/g, ' '))?.[1]).toBe(flaw!.mission?.toString());
  });

  it('tells what, where, and what to use instead', () => {
    expect(flaw!.what).toMatch(/^([a-z]|[A-Z]{2,}|Lua)[^]*[^.]$/);
    expect(flaw!.source).toMatch(/[^.]$/);
    expect(correct.map((algorithm) => algorithm.name)).toContain(flaw!.instead);
    expect(flaw!.drive.capacity === undefined || bucket).toBe(true);
  });

  it('has as many calls as its declaration makes', () => {
    const calls = makeScripts(name, text).length;
    expect(calls > 1).toBe(next !== undefined);
    expect(calls).toBeLessThanOrEqual(2);
  });

  it('sends no number that lost digits', () => {
    const large = call({ heldMs: 1_999_999_999_999, callerMs: 1_999_999_999_999 });
    expect(args(large).join(' ')).not.toMatch(/e/);
  });
});

describe('a mistake in the clock', () => {
  it('goes by the server where it is live, and by the workshop where that holds it', () => {
    expect(argsOf('floored-refill')).toEqual(['5', '5', '']);
    expect(argsOf('floored-refill', { heldMs: 1_999 })).toEqual(['5', '5', '1']);
    expect(argsOf('mixed-units', { heldMs: 1_999 })).toEqual(['5', '60', '1999']);
  });

  it('goes by the caller where the original does', () => {
    expect(argsOf('timestamp-as-member')).toEqual(['60', '5', '1700000000']);
    expect(argsOf('timestamp-as-member', { heldMs: 5, callerMs: 120_005 })).toEqual(['60', '5', '120']);
    expect(argsOf('expiry-from-caller', { heldMs: 5 })).toEqual(['5', '60000', '1700000000999', '5']);
  });
});

describe('what a convention does not say', () => {
  it('is null', () => {
    const { read } = findAlgorithm('flawed/floored-refill');
    expect(read([1, 4])).toEqual({ allowed: true, remaining: 4, retryAfterMs: null, resetAfterMs: null });
    expect(() => read([1])).toThrow(HyperdriveError);
    expect(findAlgorithm('flawed/compares-text').read(0)).toEqual({
      allowed: false,
      remaining: null,
      retryAfterMs: null,
      resetAfterMs: null,
    });
  });

  it('of the published log is a retry; its reset is in seconds', () => {
    const { read } = findAlgorithm('flawed/timestamp-as-member');
    expect(read([1, 4, 60])).toMatchObject({ remaining: 4, retryAfterMs: null, resetAfterMs: 60_000 });
    expect(read([0, 0, 9])).toMatchObject({ allowed: false, resetAfterMs: 9000 });
    expect(() => read([1, 4])).toThrow(HyperdriveError);
  });
});

describe('what a convention cannot be asked', () => {
  const { drive } = call();
  it.each([
    ['timestamp-as-member', drive, 1, null],
    ['timestamp-as-member', drive, 0, 'it knows no cost'],
    [
      'timestamp-as-member',
      { ...drive, periodMs: 1500 },
      1,
      'it counts whole seconds, and the period is none',
    ],
    ['floored-refill', { ...drive, periodMs: 1500 }, 1, null],
    ['negative-cost', drive, -5, null],
    ['client-clock', drive, -5, 'a cost is 0 or more'],
    ['impossible-retry', { ...drive, limit: 1001 }, 1, /lose digits/],
  ] as const)('%s refuses', (name, asked, cost, reason) => {
    const told = findAlgorithm(`flawed/${name}`).refuses?.(asked, cost) ?? null;
    if (reason === null) expect(told).toBeNull();
    else expect(told).toMatch(reason);
  });
});
