import { describe, expect, it } from 'vitest';
import { standings, type Course } from '../../src/traffic/compare.ts';

/** `+` admitted, `-` denied. */
const course = (name: string, pattern: string, remaining = 0): Course => ({
  name,
  decisions: [...pattern].map((mark) => ({
    allowed: mark === '+',
    remaining,
    retryAfterMs: mark === '+' ? 0 : 5,
    resetAfterMs: 10,
  })),
  memoryBytes: null,
});
const every = (distanceMs: number, count: number, cost = 1) =>
  Array.from({ length: count }, (_, i) => ({ atMs: i * distanceMs, cost }));

describe('the standings', () => {
  it('count who admitted what the reference denied, and the other way round', () => {
    const [reference, other] = standings(
      [course('log', '++-+-'), course('counter', '+-++-')],
      every(10, 5),
      100,
    );
    expect(reference).toMatchObject({
      allowed: 3,
      denied: 2,
      differ: 0,
      identical: 5,
      firstDifference: null,
    });
    expect(other).toMatchObject({
      name: 'counter',
      allowed: 3,
      denied: 2,
      differ: 2,
      differShare: 0.4,
      admittedMore: 1,
      deniedMore: 1,
      identical: 3,
      firstDifference: { jump: 2, atMs: 10, allowed: false },
    });
  });

  it('tell answers that differ in a number from decisions that differ', () => {
    const [, other] = standings([course('a', '+-'), course('b', '+-', 1)], every(1, 2), 10);
    expect(other).toMatchObject({ differ: 0, identical: 0, firstDifference: null });
  });

  it.each([
    ['counts no unit that is a whole period old', '++++', every(10, 4), 30, 3],
    ['nor one less when it is 1 ms younger', '++++', every(10, 4), 31, 4],
    ['leaves out what was denied', '+-+-', every(10, 4), 1_000, 2],
    ['counts units, not jumps', '+++', every(10, 3, 7), 20, 14],
    [
      'finds the fullest in the middle',
      '+++++',
      [0, 100, 101, 102, 300].map((atMs) => ({ atMs, cost: 1 })),
      50,
      3,
    ],
    ['is 0 where nothing was admitted', '--', every(1, 2), 10, 0],
    ['is 0 of no jumps', '', [], 10, 0],
  ])('the fullest period %s', (_what, pattern, jumps, periodMs, most) => {
    expect(standings([course('a', pattern)], jumps, periodMs)[0]!.mostInAPeriod).toBe(most);
  });
});
