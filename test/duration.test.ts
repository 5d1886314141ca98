import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDuration } from '../src/duration.ts';
import { bytes, count, duration, typedDuration } from '../src/view/format.ts';

it.each([
  ['1ms', 1],
  ['1.5s', 1_500],
  ['60s', 60_000],
  ['1m30s', 90_000],
  ['1h', 3_600_000],
  ['1d', 86_400_000],
  ['0s', 0],
  ['49999ms', 49_999],
  ['0.001s', 1],
])('%s is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

it.each(['', '5', 's', '-1s', '1 s', '1.5ms', '1e3s', '5x', '99999999999d', '٣s'])(
  '%j is no duration',
  (text) => expect(parseDuration(text)).toBeNull(),
);

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1 s'],
  [59_999, '59.999 s'],
  [60_000, '60 s'],
  [120_000, '2 min'],
  [3_900_000, '1 h 5 min'],
  [86_401_500, '1 d 1.5 s'],
  [-1_500, '-1.5 s'],
])('%i ms is shown as %s', (ms, text) => expect(duration(ms)).toBe(text));

it('shows every duration so that it can be typed again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 86_400_000 }), (ms) => {
      expect(parseDuration(typedDuration(ms))).toBe(ms);
    }),
  );
});

it('counts and sizes', () => {
  expect([count(1, 'jump'), count(2, 'jump'), count(1_234_567, 'key')]).toEqual([
    '1 jump',
    '2 jumps',
    '1,234,567 keys',
  ]);
  expect([bytes(1), bytes(1_023), bytes(1_536), bytes(10 * 1_048_576)]).toEqual([
    '1 byte',
    '1,023 bytes',
    '1.5 KiB',
    '10 MiB',
  ]);
});
