import { timeline, type Timeline } from './timeline.ts';

/** What a sliding window log answers, worked out by hand: for the model and for the script. */
export const slidingWindowLogCases: readonly Timeline[] = [
  timeline(
    'fills up, and frees unit by unit',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1000     1      yes          2      0    100
    1010     1      yes          1      0    100
    1050     1      yes          0      0    100
    1050     1       no          0     50    100
    1099     1       no          0      1     51
    1100     1      yes          0      0    100
    1100     1       no          0     10    100
    1110     1      yes          0      0    100
    1111     1       no          0     39     99
    `,
  ),
  timeline(
    'a period is half-open: a unit admitted at t frees at t + period',
    '1 per 10',
    `
      at  cost  allowed  remaining  retry  reset
       0     1      yes          0      0     10
       9     1       no          0      1      1
      10     1      yes          0      0     10
      19     0      yes          0      0      1
      20     0      yes          1      0      0
    `,
  ),
  timeline(
    'units of one millisecond are counted one by one',
    '4 per 1000',
    `
      at  cost  allowed  remaining  retry  reset
      77     1      yes          3      0   1000
      77     1      yes          2      0   1000
      77     2      yes          0      0   1000
      77     1       no          0   1000   1000
    1076     1       no          0      1      1
    1077     4      yes          0      0   1000
    `,
  ),
  timeline(
    'the last unit that must go decides how long a cost waits',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset
      10     1      yes          3      0    100
      20     2      yes          1      0    100
      30     1      yes          0      0    100
      40     1       no          0     70     90
      40     2       no          0     80     90
      40     3       no          0     80     90
      40     4       no          0     90     90
      40     5       no          0  never     90
     110     2       no          1     10     20
     110     1      yes          0      0    100
     119     2       no          0      1     91
     120     2      yes          0      0    100
    `,
  ),
  timeline(
    'a jump that can never be is told so, and costs nothing',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset
       5     3       no          2  never      0
       5     2      yes          0      0     50
       5     3       no          0  never     50
      55     2      yes          0      0     50
    `,
  ),
  timeline(
    'a look tells, and changes nothing',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset
       5     0      yes          2      0      0
       9     1      yes          1      0     50
      30     0      yes          1      0     29
     500     0      yes          2      0      0
      31     1      yes          0      0     50
      32     0      yes          0      0     49
      32     1       no          0     27     49
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
       0     1      yes          2      0    100
      10     1      yes          1      0    100
      20     1      yes          0      0    100
    limit 1
      30     0      yes          0      0     90
      30     1       no          0     90     90
      30     2       no          0  never     90
    limit 2
      30     1       no          0     80     90
      30     2       no          0     90     90
    limit 5
      30     2      yes          0      0    100
     100     1      yes          0      0    100
    `,
  ),
  timeline(
    'a period of one millisecond, and one of a day',
    '1 per 1',
    `
      at  cost  allowed  remaining  retry  reset
       0     1      yes          0      0      1
       0     1       no          0      1      1
       1     1      yes          0      0      1
    86400000 1      yes          0      0      1
    `,
  ),
  timeline(
    'instants near 2^52 stay exact',
    '2 per 86400000',
    `
      at                cost  allowed  remaining  retry     reset
    4_503_599_540_970_495  1      yes          1      0  86400000
    4_503_599_540_970_496  1      yes          0      0  86400000
    4_503_599_540_970_496  1       no          0 86399999  86400000
    `,
  ),
];
