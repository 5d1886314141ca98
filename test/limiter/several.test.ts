import { describe, expect, it } from 'vitest';
import { HyperdriveError } from '../../src/errors.ts';
import { readSeveral, severalArgs } from '../../src/limiter/several.ts';

it('the arguments of several limits are the cost, the instant, and three for each', () => {
  const limits = [
    { limit: 2, periodMs: 1_000 },
    { limit: 100, periodMs: 86_400_000, capacity: 10 },
  ];
  expect(severalArgs({ limits, cost: 3, heldMs: 1e15 })).toEqual(
    ['3', '1000000000000000', '2', '1000', '', '100', '86400000', '10'], // prettier-ignore
  );
  expect(severalArgs({ limits: [limits[0]!], cost: 0, heldMs: null })).toEqual(['0', '', '2', '1000', '']);
});

describe('the reply of several limits', () => {
  const standings = [
    { remaining: 0, retryAfterMs: 500, resetAfterMs: 1_000 },
    { remaining: 9, retryAfterMs: 0, resetAfterMs: 60_000 },
  ];
  const rest = [0, 500, 1_000, 9, 0, 60_000];

  it('tells who denied, from 0', () => {
    expect(readSeveral('all-or-nothing', [0, 1, 500, ...rest], 2)).toEqual({
      allowed: false,
      deniedBy: 0,
      tier: null,
      retryAfterMs: 500,
      standings,
    });
  });

  it('tells which tier was charged, from 0', () => {
    expect(readSeveral('first-that-fits', [1, 2, 0, ...rest], 2)).toEqual({
      allowed: true,
      deniedBy: null,
      tier: 1,
      retryAfterMs: 0,
      standings,
    });
  });

  it.each([
    [[1, 0, 0, 1, 0]],
    [[2, 0, 0, 1, 0, 0, 1, 0, 0]],
    [[0, 3, 0, 1, 0, 0, 1, 0, 0]],
    [[0, '1', 0, 1, 0, 0, 1, 0, 0]],
    ['OK'],
    [null],
  ])('%j is none', (reply) => {
    expect(() => readSeveral('all-or-nothing', reply, 2)).toThrow(HyperdriveError);
  });
});
