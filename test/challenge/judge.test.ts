import { expect, it } from 'vitest';
import { judge } from '../../src/challenge/judge.ts';
import { allKeysOf } from '../../src/challenge/play.ts';
import type { Played, PlayedJump } from '../../src/challenge/played.ts';
import { packaged } from './specimens.ts';

const window = packaged('fixed-window');
const startMs = 1_699_920_000_000;
const sequence = {
  drive: { limit: 5, periodMs: 60_000 },
  startMs,
  jumps: [
    { atMs: 0, cost: 3 },
    { atMs: 59_999, cost: 1 },
  ],
};

const jump = (remaining: number, resetAfterMs: number, ttl: number): PlayedJump => ({
  answer: { allowed: true, remaining, retryAfterMs: 0, resetAfterMs },
  error: null,
  misshapen: false,
  ttls: [ttl],
  state: [],
});

/** The key of a fixed window goes so much too early, and the last jump of the minute finds all five units. */
const gone = (earlyMs: number): Played => ({
  keys: allKeysOf(window),
  jumps: [jump(2, 60_000, 60_000 - earlyMs), jump(4, 1, 1)],
  atMs: [startMs, startMs + 59_999],
});

it.each([
  { earlyMs: 1, toleranceMs: 0, laws: ['ttl'] },
  { earlyMs: 1, toleranceMs: 5, laws: [] },
  { earlyMs: 6, toleranceMs: 5, laws: ['ttl'] },
])('a key that goes $earlyMs ms early where $toleranceMs are nothing', ({ earlyMs, toleranceMs, laws }) => {
  const { breaches } = judge(window, sequence, gone(earlyMs), toleranceMs);
  expect(breaches.map(({ law }) => law)).toEqual(laws);
});
