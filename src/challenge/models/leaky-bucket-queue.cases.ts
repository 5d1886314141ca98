import { timeline, type Timeline } from './timeline.ts';

/** What the shaper answers, worked out by hand: it decides as the other buckets do, and says when each jump leaves. */
export const leakyBucketQueueCases: readonly Timeline[] = [
  timeline(
    'jumps that come together leave evenly',
    '4 per 1000',
    `
      at  cost  allowed  remaining  retry  reset  delay
       0     1      yes          3      0    250      0
       0     1      yes          2      0    500    250
       0     1      yes          1      0    750    500
       0     1      yes          0      0   1000    750
       0     1       no          0    250   1000      0
     100     1       no          0    150    900      0
     250     1      yes          0      0   1000    750
    1250     1      yes          3      0    250      0
    `,
  ),
  timeline(
    'a look is told what a jump now would wait, and changes nothing',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset  delay
       5     0      yes          2      0      0      0
      10     1      yes          1      0     25      0
      10     0      yes          1      0     25     25
      20     0      yes          1      0     15     15
      20     1      yes          0      0     40     15
      35     0      yes          1      0     25     25
      60     0      yes          2      0      0      0
    `,
  ),
  timeline(
    'a heavy jump leaves at once, and the next waits for all of it',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset  delay
       0     3      yes          1      0     75      0
       0     1      yes          0      0    100     75
      30     1      yes          0      0     95     70
      30     2       no          0     45     95      0
      30     5       no          0  never     95      0
      75     2      yes          0      0    100     50
    `,
  ),
  timeline(
    'turns are rounded up to whole milliseconds, and no fraction is lost',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset  delay
       0     1      yes          2      0     34      0
       0     1      yes          1      0     67     34
       0     1      yes          0      0    100     67
       0     1       no          0     34    100      0
      34     1      yes          0      0    100     66
      67     1      yes          0      0    100     67
     100     1      yes          0      0    100     67
    `,
  ),
  timeline(
    'a capacity above the limit is a longer queue, no faster one',
    '2 per 100 capacity 5',
    `
      at  cost  allowed  remaining  retry  reset  delay
       0     5      yes          0      0    250      0
       0     1       no          0     50    250      0
      50     1      yes          0      0    250    200
      50     6       no          0  never    250      0
    `,
  ),
  timeline(
    'with a capacity of one nobody waits',
    '10 per 1000 capacity 1',
    `
      at  cost  allowed  remaining  retry  reset  delay
       0     1      yes          0      0    100      0
       0     1       no          0    100    100      0
      99     1       no          0      1      1      0
     100     1      yes          0      0    100      0
    `,
  ),
  timeline(
    'a clock that steps back counts as no time passed, but waits are told from the caller’s now',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset  delay
    1000     1      yes          1      0     50      0
     400     0      yes          1      0    650    650
     400     1      yes          0      0    700    650
     400     1       no          0    650    700      0
    1049     1       no          0      1     51      0
    1050     1      yes          0      0    100     50
       0     1       no          0   1100   1150      0
    `,
  ),
  timeline(
    'the queue moves by the limit of the call, and may be longer than a smaller capacity',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset  delay
       0     4      yes          0      0    100      0
    limit 2
      50     1       no          0    100    150      0
    limit 5
      60     0      yes          4      0     20     20
    capacity 3
      60     2      yes          0      0     60     20
      60     1       no          0     20     60      0
    capacity 8
      60     5      yes          0      0    160     60
    capacity 2
     100     1       no          0    100    120      0
    capacity none
     100     0      yes          0      0    120    120
    `,
  ),
  timeline(
    'instants near 2^52 stay exact',
    '2 per 86400000',
    `
      at                cost  allowed  remaining     retry     reset     delay
    4_503_599_540_970_495  1      yes          1         0  43200000         0
    4_503_599_540_970_496  1      yes          0         0  86399999  43199999
    4_503_599_540_970_496  1       no          0  43199999  86399999         0
    `,
  ),
];
