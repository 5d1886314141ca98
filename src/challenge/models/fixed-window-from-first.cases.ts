import { timeline, type Timeline } from './timeline.ts';

/** What a fixed window that begins with its first jump answers, worked out by hand. */
export const fixedWindowFromFirstCases: readonly Timeline[] = [
  timeline(
    'a window begins with its first jump, wherever the clock stands',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1070     1      yes          2      0    100
    1071     1      yes          1      0     99
    1100     1      yes          0      0     70
    1101     1       no          0     69     69
    1169     1       no          0      1      1
    1170     1      yes          2      0    100
    `,
  ),
  timeline(
    'the next begins with the first jump after it, not when it ends',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset
      50     2      yes          0      0    100
     149     1       no          0      1      1
     150     0      yes          2      0      0
     190     1      yes          1      0    100
     289     1      yes          0      0      1
     289     1       no          0      1      1
     290     1      yes          1      0    100
    `,
  ),
  timeline(
    'nearly twice the limit passes around its end',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
     100     1      yes          2      0    100
     199     2      yes          0      0      1
     199     1       no          0      1      1
     200     3      yes          0      0    100
     200     1       no          0    100    100
    `,
  ),
  timeline(
    'who is denied, or only looks, begins no window',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset
       5     3       no          2  never      0
      10     0      yes          2      0      0
      30     1      yes          1      0     50
      40     2       no          1     40     40
      40     1      yes          0      0     40
      79     1       no          0      1      1
      80     3       no          2  never      0
      90     2      yes          0      0     50
     139     3       no          0  never      1
     140     2      yes          0      0     50
    `,
  ),
  timeline(
    'a clock that steps back counts as no time passed, but waits are told from the caller’s now',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1000     1      yes          1      0    100
     400     0      yes          1      0    700
     400     1      yes          0      0    700
     400     1       no          0    700    700
    1099     1       no          0      1      1
    1100     1      yes          1      0    100
       0     1      yes          0      0   1200
       0     1       no          0   1200   1200
    1200     2      yes          0      0    100
    `,
  ),
  timeline(
    'a lowered limit holds at once, and a raised one gives room at once',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
      30     2      yes          1      0    100
    limit 1
      40     0      yes          0      0     90
      40     1       no          0     90     90
      40     2       no          0  never     90
    limit 5
      40     3      yes          0      0     90
      40     1       no          0     90     90
    limit 1
     130     1      yes          0      0    100
    `,
  ),
  timeline(
    'a period of one millisecond, and one of a day',
    '1 per 1',
    `
      at  cost  allowed  remaining  retry  reset
       7     1      yes          0      0      1
       7     1       no          0      1      1
       8     1      yes          0      0      1
    86400000 1      yes          0      0      1
    `,
  ),
  timeline(
    'instants near 2^52 stay exact',
    '2 per 1000',
    `
      at                     cost  allowed  remaining  retry  reset
    4_503_599_627_368_999       1      yes          1      0   1000
    4_503_599_627_369_000       1      yes          0      0    999
    4_503_599_627_369_496       1       no          0    503    503
    `,
  ),
];
