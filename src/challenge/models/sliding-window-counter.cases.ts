import { timeline, type Timeline } from './timeline.ts';

/** What a sliding window counter answers, worked out by hand: for the model and for the script. */
export const slidingWindowCounterCases: readonly Timeline[] = [
  timeline(
    'the window before counts for the part of it that is still covered',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1000     4      yes          0      0    200
    1000     1       no          0    125    200
    1100     1       no          0     25    100
    1124     1       no          0      1     76
    1125     1      yes          0      0    175
    1149     1       no          0      1    151
    1150     1      yes          0      0    150
    1199     0      yes          1      0    101
    1200     0      yes          2      0    100
    1299     0      yes          3      0      1
    1300     0      yes          4      0      0
    `,
  ),
  timeline(
    'a fraction of a unit takes the room of a whole one',
    '3 per 10',
    `
      at  cost  allowed  remaining  retry  reset
       0     3      yes          0      0     20
      10     1       no          0      4     10
      13     1       no          0      1      7
      14     1      yes          0      0     16
      14     1       no          0      3     16
      16     1       no          0      1     14
      17     1      yes          0      0     13
      20     0      yes          1      0     10
    `,
  ),
  timeline(
    'room comes in this window, at the border, in the next window, or at the one after',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset
       0     4      yes          0      0    200
     150     1      yes          1      0    150
     150     2       no          1     25    150
     150     3       no          1     50    150
     150     4       no          1    150    150
     174     2       no          1      1    126
     175     2      yes          0      0    125
     175     1       no          0     25    125
     175     2       no          0     59    125
     175     3       no          0     92    125
     175     4       no          0    125    125
     175     5       no          0  never    125
     199     1       no          0      1    101
     200     2       no          1     34    100
     233     2       no          1      1     67
     234     2      yes          0      0    166
    `,
  ),
  timeline(
    'the whole limit again waits until the window before has gone',
    '2 per 10',
    `
      at  cost  allowed  remaining  retry  reset
       3     2      yes          0      0     17
       9     2       no          0     11     11
      10     2       no          0     10     10
      19     2       no          1      1      1
      20     2      yes          0      0     20
    `,
  ),
  timeline(
    'two borders later nothing is left, one border later no more than the last window',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
      50     3      yes          0      0    150
     199     0      yes          2      0      1
     200     3      yes          0      0    200
     350     1      yes          0      0    150
     400     0      yes          2      0    100
     499     0      yes          2      0      1
     500     3      yes          0      0    200
     750     3      yes          0      0    150
    `,
  ),
  timeline(
    'a unit of the first millisecond of a window counts in all of the next',
    '1 per 100',
    `
      at  cost  allowed  remaining  retry  reset
     100     1      yes          0      0    200
     101     1       no          0    199    199
     199     1       no          0    101    101
     200     1       no          0    100    100
     299     1       no          0      1      1
     300     1      yes          0      0    200
    `,
  ),
  timeline(
    'tenths do not drift',
    '10 per 10',
    `
      at  cost  allowed  remaining  retry  reset
       0    10      yes          0      0     20
      17     7      yes          0      0     13
      17     1       no          0      1     13
      18     1      yes          0      0     12
      23     4      yes          0      0     17
    `,
  ),
  timeline(
    'a jump that can never be is told so, and costs nothing',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset
       5     3       no          2  never      0
       5     2      yes          0      0     95
       5     3       no          0  never     95
      60     3       no          0  never     40
     100     2      yes          0      0    100
    `,
  ),
  timeline(
    'a look tells, and changes nothing',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset
       5     0      yes          2      0      0
       9     1      yes          1      0     91
      60     0      yes          1      0     40
     500     0      yes          2      0      0
      40     1      yes          0      0     60
      60     0      yes          0      0     40
      60     1       no          0     15     40
     500     3       no          2  never      0
      74     1       no          0      1     26
      75     1      yes          0      0     75
    `,
  ),
  timeline(
    'a clock that steps back within a window counts as no time passed',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset
       0     4      yes          0      0    200
     150     1      yes          1      0    150
     110     0      yes          1      0    190
     110     1      yes          0      0    190
     110     1       no          0     65    190
     150     1       no          0     25    150
     174     1       no          0      1    126
     175     1      yes          0      0    125
    `,
  ),
  timeline(
    'a clock that steps back across borders brings no old window back, but waits are told from the caller’s now',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1000     1      yes          1      0    200
     999     1      yes          0      0    201
     400     1       no          0    750    800
       0     1       no          0   1150   1200
    1099     1       no          0     51    101
    1150     1      yes          0      0    150
    1050     1       no          0    150    250
    1200     1      yes          0      0    200
    `,
  ),
  timeline(
    'a lowered limit holds at once, and a raised one gives room at once',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset
       0     4      yes          0      0    200
     150     1      yes          1      0    150
    limit 2
     150     0      yes          0      0    150
     150     1       no          0     50    150
     150     2       no          0    150    150
     150     3       no          0  never    150
    limit 1
     150     1       no          0    150    150
    limit 6
     150     3      yes          0      0    150
    limit 2
     199     1       no          0     76    101
     200     0      yes          0      0    100
     275     1      yes          0      0    125
    `,
  ),
  timeline(
    'a period of one millisecond',
    '1 per 1',
    `
      at  cost  allowed  remaining  retry  reset
       0     1      yes          0      0      2
       0     1       no          0      2      2
       1     1       no          0      1      1
       2     1      yes          0      0      2
       0     1       no          0      4      4
       4     0      yes          1      0      0
    86400000 1      yes          0      0      2
    `,
  ),
  timeline(
    'a period of a day',
    '2 per 86400000',
    `
      at        cost  allowed  remaining     retry      reset
     43_200_000    2      yes          0         0  129600000
     86_400_000    1       no          0  43200000   86400000
    129_599_999    1       no          0         1   43200001
    129_600_000    1      yes          0         0  129600000
    `,
  ),
  timeline(
    'instants near 2^52 stay exact',
    '3 per 1000',
    `
      at                     cost  allowed  remaining  retry  reset
    4_503_599_627_367_999       3      yes          0      0   1001
    4_503_599_627_368_000       1       no          0    334   1000
    4_503_599_627_368_333       1       no          0      1    667
    4_503_599_627_368_334       1      yes          0      0   1666
    4_503_599_627_368_496       0      yes          0      0   1504
    `,
  ),
  timeline(
    'units times the period near 2^52 stay exact',
    '2_251_799_813_685_248 per 2',
    `
      at                   cost  allowed              remaining  retry  reset
       0  2_251_799_813_685_247      yes                      1      0      4
       0                      2       no                      1      3      4
       2                      1      yes                      0      0      4
       2                      1       no                      0      1      4
       3                      1      yes  1_125_899_906_842_622      0      3
    `,
  ),
];
