import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { combined } from '../../src/algorithms/combined.ts';
import { algorithms, correct, findAlgorithm } from '../../src/algorithms/index.ts';
import { slidingWindowLog } from '../../src/algorithms/sliding-window-log.ts';
import { HyperdriveError, UsageError } from '../../src/errors.ts';
import type { Call } from '../../src/limiter/decision.ts';
import { models } from '../../src/challenge/models/index.ts';
import { readLua } from '../lua/trace.ts';

const call = (change: Partial<Call> = {}): Call => ({
  drive: { algorithm: 'any', limit: 5, periodMs: 60_000 },
  cost: 1,
  heldMs: null,
  callerMs: 1_700_000_000_999,
  ...change,
});

describe('the list of algorithms', () => {
  const names = algorithms.map(({ name }) => name);

  it('has every script in lua/, once', () => {
    const folder = new URL('../../lua/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.lua'))
      .map((file) => file.replaceAll('\\', '/').replace(/\.lua$/, ''))
      // What counts usage decides nothing.
      .filter((name) => !name.startsWith('usage/'));
    const all = [...names, ...combined.map(({ name }) => name)];
    expect(all.sort()).toEqual(files.sort());
  });

  it('has an exact model for every script under the contract', () => {
    expect(Object.keys(models).sort()).toEqual(names.filter((name) => !name.startsWith('flawed/')).sort());
  });

  it.each(algorithms)('$name says what it is, and what is wrong with it if it is flawed', (algorithm) => {
    expect(algorithm.summary).toMatch(/\w/);
    expect(algorithm.tradeOff).toMatch(/\w/);
    expect(algorithm.flaw !== undefined).toBe(algorithm.name.startsWith('flawed/'));
    expect(findAlgorithm(algorithm.name)).toBe(algorithm);
  });

  it.each(algorithms)('$name is headed by its keys, arguments and reply, and fits a terminal', ({ name }) => {
    const text = readLua(name);
    const head = text.split('\n\n')[0]!;
    expect(head).toMatch(/^-- KEYS\[1\] /m);
    expect(head).toMatch(/^-- ARGV\[1\] /m);
    expect(head).toMatch(/^-- reply /m);
    expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(text).not.toMatch(/FLUSH|KEYS \*|['"]KEYS['"]/);
    // Whose clock would that be? One mistake of the gallery is just this.
    if (name !== 'flawed/expiry-from-caller') expect(text).not.toMatch(/['"](PXAT|PEXPIREAT|EXPIREAT)['"]/);
  });

  it('names those that exist when it is asked for another', () => {
    expect(() => findAlgorithm('no-such')).toThrow(UsageError);
    expect(() => findAlgorithm('no-such')).toThrow(
      `There is no algorithm "no-such". There are: ${correct.map(({ name }) => name).join(', ')}, and flawed ones`,
    );
    expect(() => findAlgorithm('x\u001B[31m')).toThrow('"x\\u001b[31m"');
    expect(() => findAlgorithm('toString')).toThrow(UsageError);
  });
});

describe('an algorithm under the contract', () => {
  it('is called with limit, period, cost, now and capacity', () => {
    expect(slidingWindowLog.args(call())).toEqual(['5', '60000', '1', '']);
    expect(slidingWindowLog.args(call({ heldMs: 0, cost: 0 }))).toEqual(['5', '60000', '0', '0']);
    const drive = { algorithm: 'any', limit: 5, periodMs: 60_000, capacity: 10 };
    expect(slidingWindowLog.args(call({ drive, heldMs: 1_700_000_000_000 }))).toEqual([
      '5',
      '60000',
      '1',
      '1700000000000',
      '10',
    ]);
  });

  it('never sends a number that lost digits', () => {
    expect(slidingWindowLog.args(call({ heldMs: 2 ** 52, cost: 2 ** 52 })).join(' ')).not.toMatch(/e/);
  });

  it('reads four integers, and more of them', () => {
    expect(slidingWindowLog.read([1, 4, 0, 60_000])).toEqual({
      allowed: true,
      remaining: 4,
      retryAfterMs: 0,
      resetAfterMs: 60_000,
    });
    expect(slidingWindowLog.read([0, 0, -1, 10, 7])).toMatchObject({ allowed: false, retryAfterMs: -1 });
  });

  it.each([
    [null],
    [1],
    ['OK'],
    [[]],
    [[1, 2, 3]],
    [['1', 2, 3, 4]],
    [[1, null, 3, 4]],
    [[2, 0, 0, 0]],
    [[-1, 0, 0, 0]],
    [[1, [2], 3, 4]],
  ])('does not read %j', (reply) => {
    expect(() => slidingWindowLog.read(reply)).toThrow(HyperdriveError);
    expect(() => slidingWindowLog.read(reply)).toThrow(
      '{ allowed 0|1, remaining, retry_after_ms, reset_after_ms }',
    );
  });
});
