import { timeline, type Timeline } from './timeline.ts';

/** What every bucket answers while limit and capacity stay as they are and the clock goes forward, worked out by hand. */
export const bucketCases: readonly Timeline[] = [
  timeline(
    'starts full, and refills steadily',
    '5 per 1000',
    `
      at  cost  allowed  remaining  retry  reset
       0     3      yes          2      0    600
       0     2      yes          0      0   1000
       0     1       no          0    200   1000
     199     1       no          0      1    801
     200     1      yes          0      0   1000
     300     1       no          0    100    900
     500     1      yes          0      0    900
    1400     0      yes          5      0      0
    `,
  ),
  timeline(
    'no fraction of a unit is lost, however often one asks',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
       0     3      yes          0      0    100
      10     1       no          0     24     90
      20     1       no          0     14     80
      33     1       no          0      1     67
      34     1      yes          0      0    100
      67     1      yes          0      0    100
     100     1      yes          0      0    100
    `,
  ),
  timeline(
    'and none of a millisecond: seven in a minute are due every 8571 3/7 ms',
    '7 per 60000',
    `
      at  cost  allowed  remaining  retry  reset
       0     7      yes          0      0  60000
    8571     1       no          0      1  51429
    8572     1      yes          0      0  60000
    17143    1      yes          0      0  60000
    25714    1       no          0      1  51429
    25715    1      yes          0      0  60000
    34286    1      yes          0      0  60000
    42858    1      yes          0      0  60000
    51429    1      yes          0      0  60000
    60000    1      yes          0      0  60000
    `,
  ),
  timeline(
    'a capacity above the limit lets a burst through, and refills no faster for it',
    '2 per 100 capacity 6',
    `
      at  cost  allowed  remaining  retry  reset
       0     6      yes          0      0    300
       0     1       no          0     50    300
      50     2       no          1     50    250
      50     7       no          1  never    250
     100     2      yes          0      0    300
     700     6      yes          0      0    300
    `,
  ),
  timeline(
    'a capacity of one lets no two through together',
    '10 per 1000 capacity 1',
    `
      at  cost  allowed  remaining  retry  reset
       0     1      yes          0      0    100
       0     1       no          0    100    100
      99     1       no          0      1      1
     100     1      yes          0      0    100
     100     2       no          0  never    100
    1000     1      yes          0      0    100
    1000     1       no          0    100    100
    `,
  ),
  timeline(
    'a look tells, and changes nothing',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset
       5     0      yes          2      0      0
       9     2      yes          0      0     50
      20     0      yes          0      0     39
      40     0      yes          1      0     19
      34     1      yes          0      0     50
      34     1       no          0     25     50
     200     0      yes          2      0      0
      35     0      yes          0      0     49
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
    86400000 1      yes          0      0      1
    `,
  ),
  timeline(
    'a million a day: one every 86.4 ms',
    '1_000_000 per 86400000',
    `
      at     cost  allowed  remaining  retry     reset
       0  1000000      yes          0      0  86400000
      86        1       no          0      1  86399914
      87        1      yes          0      0  86400000
     172        1       no          0      1  86399915
     173        1      yes          0      0  86400000
    `,
  ),
  timeline(
    'instants near 2^52 stay exact',
    '2 per 86400000',
    `
      at                cost  allowed  remaining     retry     reset
    4_503_599_540_970_495  1      yes          1         0  43200000
    4_503_599_540_970_496  1      yes          0         0  86399999
    4_503_599_540_970_496  1       no          0  43199999  86399999
    `,
  ),
];

/** Where the instant of the newest admission is remembered. */
export const steppingBackCases: readonly Timeline[] = [
  timeline(
    'a clock that steps back counts as no time passed, but waits are told from the caller’s now',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1000     1      yes          1      0     50
     400     0      yes          1      0    650
     400     1      yes          0      0    700
     400     1       no          0    650    700
    1049     1       no          0      1     51
    1050     1      yes          0      0    100
       0     1       no          0   1100   1150
    1100     1      yes          0      0    100
    `,
  ),
];
