import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { parseLimits } from '../../src/limiter/limits-text.ts';
import { severalKeys } from '../../src/limiter/several-keys.ts';

describe('limits on a command line', () => {
  it('have a name, units, a period, and what else they need', () => {
    expect(parseLimits('per-second=2/1s, per-day=100/1d/10,fleet:everyone=50/1m30s', '--limits')).toEqual([
      { name: 'per-second', shared: false, limit: 2, periodMs: 1_000 },
      { name: 'per-day', shared: false, limit: 100, periodMs: 86_400_000, capacity: 10 },
      { name: 'everyone', shared: true, limit: 50, periodMs: 90_000 },
    ]);
  });

  it.each([
    ['', 'got nothing.'],
    ['a=1/1s,', 'got nothing.'],
    ['a', 'got "a".'],
    ['=1/1s', 'got "=1/1s".'],
    ['a=0/1s', 'got "a=0/1s".'],
    ['a=-1/1s', 'got "a=-1/1s".'],
    ['a=1.5/1s', 'got "a=1.5/1s".'],
    ['a=1/60', 'got "a=1/60".'],
    ['a=1/0s', 'got "a=1/0s".'],
    ['a=1/1s/0', 'got "a=1/1s/0".'],
    ['a=1/1s/2/3', 'got "a=1/1s/2/3".'],
    ['ship:a=1/1s', 'got "ship:a=1/1s".'],
    ['a b=1/1s', 'got "a b=1/1s".'],
    ['a=1/1s,a=2/1d', '--limits calls two limits a: give each a name of its own.'],
    ['a=1/1s,fleet:a=2/1d', 'calls two limits a'],
    [Array.from({ length: 17 }, (_, i) => `a${i}=1/1s`).join(','), 'has 17 limits, and one call decides 16'],
  ])('%j is refused', (text, message) => {
    expect(() => parseLimits(text, '--limits')).toThrow(UsageError);
    expect(() => parseLimits(text, '--limits')).toThrow(message);
  });
});

describe('the keys of several limits', () => {
  const keys = (text: string) => severalKeys('hyperdrive:', 'enterprise', parseLimits(text, '--limits'));

  it('stand under the ship’s tag', () => {
    expect(keys('a=1/1s,b=1/1s')).toEqual(['hyperdrive:{enterprise}:a', 'hyperdrive:{enterprise}:b']);
  });

  it('stand under the fleet’s tag as soon as one is shared', () => {
    expect(keys('a=1/1s,fleet:b=1/1s')).toEqual(['hyperdrive:{fleet}:enterprise:a', 'hyperdrive:{fleet}:b']);
  });
});
