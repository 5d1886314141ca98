import { timeline, type Timeline } from './timeline.ts';

/** What a fixed window answers, worked out by hand: for the model and for the script. */
export const fixedWindowCases: readonly Timeline[] = [
  timeline(
    'windows begin by the clock, wherever the first jump falls',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1070     1      yes          2      0     30
    1071     1      yes          1      0     29
    1098     1      yes          0      0      2
    1099     1       no          0      1      1
    1100     1      yes          2      0    100
    1199     0      yes          2      0      1
    1200     0      yes          3      0      0
    `,
  ),
  timeline(
    'a window is half-open: it ends one millisecond before the next begins',
    '1 per 10',
    `
      at  cost  allowed  remaining  retry  reset
       0     1      yes          0      0     10
       0     1       no          0     10     10
       9     1       no          0      1      1
      10     1      yes          0      0     10
      19     1       no          0      1      1
      20     0      yes          1      0      0
      31     1      yes          0      0      9
    `,
  ),
  timeline(
    'twice the limit passes across a border',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
     198     1      yes          2      0      2
     199     2      yes          0      0      1
     199     1       no          0      1      1
     200     3      yes          0      0    100
     200     1       no          0    100    100
     299     1       no          0      1      1
     300     1      yes          2      0    100
    `,
  ),
  timeline(
    'a cost fits as a whole or not at all',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset
      10     3      yes          1      0     90
      10     2       no          1     90     90
      11     4       no          1     89     89
      11     1      yes          0      0     89
      30     4       no          0     70     70
      30     5       no          0  never     70
     100     4      yes          0      0    100
    `,
  ),
  timeline(
    'a jump that can never be is told so, and costs nothing',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset
       5     3       no          2  never      0
       5     2      yes          0      0     45
       5     3       no          0  never     45
      50     3       no          2  never      0
      50     2      yes          0      0     50
    `,
  ),
  timeline(
    'a look tells, and changes nothing',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset
       5     0      yes          2      0      0
       9     1      yes          1      0     41
      30     0      yes          1      0     20
     500     0      yes          2      0      0
      31     1      yes          0      0     19
      32     0      yes          0      0     18
      32     1       no          0     18     18
     500     3       no          2  never      0
      33     1       no          0     17     17
    `,
  ),
  timeline(
    'a clock that steps back within a window',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1080     1      yes          1      0     20
    1020     1      yes          0      0     80
    1000     1       no          0    100    100
    1099     1       no          0      1      1
    1100     1      yes          1      0    100
    `,
  ),
  timeline(
    'a clock that steps back across a border brings no old window back, but waits are told from the caller’s now',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1000     1      yes          1      0    100
     999     0      yes          1      0    101
     999     1      yes          0      0    101
     400     1       no          0    700    700
       0     1       no          0   1100   1100
    1099     1       no          0      1      1
    1100     2      yes          0      0    100
    `,
  ),
  timeline(
    'a lowered limit holds at once, and a raised one gives room at once',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
       0     2      yes          1      0    100
    limit 1
      10     0      yes          0      0     90
      10     1       no          0     90     90
      10     2       no          0  never     90
    limit 5
      10     3      yes          0      0     90
      10     1       no          0     90     90
    limit 1
     100     1      yes          0      0    100
    `,
  ),
  timeline(
    'a period of one millisecond',
    '1 per 1',
    `
      at  cost  allowed  remaining  retry  reset
       0     1      yes          0      0      1
       0     1       no          0      1      1
       1     1      yes          0      0      1
       0     1       no          0      2      2
       2     0      yes          1      0      0
    86400000 1      yes          0      0      1
    `,
  ),
  timeline(
    'a period of a day',
    '2 per 86400000',
    `
      at        cost  allowed  remaining     retry     reset
     86_399_999    1      yes          1         0         1
     86_400_000    2      yes          0         0  86400000
    172_799_999    1       no          0         1         1
    172_800_000    1      yes          1         0  86400000
    `,
  ),
  timeline(
    'instants near 2^52 stay exact',
    '2 per 1000',
    `
      at                     cost  allowed  remaining  retry  reset
    4_503_599_627_368_999       1      yes          1      0      1
    4_503_599_627_369_000       1      yes          1      0   1000
    4_503_599_627_369_001       1      yes          0      0    999
    4_503_599_627_369_496       1       no          0    504    504
    `,
  ),
  timeline(
    'units near 2^52 stay exact',
    '4_503_599_627_370_496 per 1000',
    `
      at                   cost  allowed              remaining  retry  reset
       0  4_503_599_627_370_494      yes                      2      0   1000
       0                      3       no                      2   1000   1000
       0                      1      yes                      1      0   1000
       0  4_503_599_627_370_496       no                      1   1000   1000
       0                      1      yes                      0      0   1000
    1000                      1      yes  4_503_599_627_370_495      0   1000
    `,
  ),
];
