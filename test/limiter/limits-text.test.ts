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
    [
      '',
      'a limit is missing before or behind a comma, or there is none: write name=limit/period, such as per-second=2/1s.',
    ],
    ['a=1/1s,', 'a limit is missing before or behind a comma'],
    ['a', '"a" has no "=": write name=limit/period, such as per-second=2/1s.'],
    ['=1/1s', '"=1/1s" has no name: write per-second=1/1s, say.'],
    ['fleet:=1/1s', '"fleet:=1/1s" has no name: write fleet:per-second=1/1s, say.'],
    [
      'ship:a=1/1s',
      '"ship:a" cannot be a name: take 1 to 64 of A-Z a-z 0-9 . _ -, with fleet: before it where',
    ],
    ['a b=1/1s', '"a b" cannot be a name'],
    ['a=0/1s', 'the limit of a cannot be "0": write a whole number from 1 up.'],
    ['a=-1/1s', 'the limit of a cannot be "-1": write a whole number from 1 up.'],
    ['a=/1s', 'the limit of a cannot be nothing: write a whole number from 1 up.'],
    ['a=2.5/1s', 'the limit of a cannot be "2.5": for a fraction take a longer period, 5/2s for 2.5/1s.'],
    ['a=1', 'a has no period: write a=1/60s, say.'],
    ['a=1/60', 'the period of a cannot be "60": it has no unit, write 60s.'],
    ['a=5/1x', 'the period of a cannot be "1x": write a duration such as 500ms, 1s, 5m, 1h or 1d.'],
    ['a=1/0s', 'the period of a cannot be "0s": write a duration'],
    ['a=1/', 'the period of a cannot be nothing'],
    ['a=1/1s/0', 'the capacity of a cannot be "0": write a whole number from 1 up.'],
    ['a=1/1s/2/3', 'a has 4 parts, and a limit is limit/period or limit/period/capacity.'],
    ['a=1/1s,a=2/1d', 'two limits are called a: give each a name of its own.'],
    ['a=1/1s,fleet:a=2/1d', 'two limits are called a: give each a name of its own.'],
    [
      Array.from({ length: 17 }, (_, i) => `a${i}=1/1s`).join(','),
      'these are 17 limits, and one call decides 16 at most.',
    ],
  ])('%j is refused', (text, message) => {
    expect(() => parseLimits(text, '--limits')).toThrow(UsageError);
    expect(() => parseLimits(text, '--limits')).toThrow(`--limits: ${message}`);
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
