import { timeline, type Timeline } from '../models/timeline.ts';

/** Worked out by hand: bronze leaves half of the bucket, silver a fifth, both rounded up; gold leaves nothing. */
export const gracefulDegradationCases: readonly Timeline[] = [
  timeline(
    'bronze is shed first, then silver, gold last',
    '10 per 1000',
    `
      at  cost  allowed  remaining  retry  reset | tier
       0     5      yes          0      0    500 | bronze
       0     1       no          0    100    500 | bronze
       0     3      yes          0      0    800 | silver
       0     1       no          0    100    800 | silver
       0     1       no          0    400    800 | bronze
       0     2      yes          0      0   1000 | gold
       0     1       no          0    100   1000 | gold
       0     1       no          0    300   1000 | silver
       0     1       no          0    600   1000 | bronze
     599     1       no          0      1    401 | bronze
     599     0      yes          5      0    401 | gold
     599     0      yes          3      0    401 | silver
     600     1      yes          0      0    500 | bronze
    `,
  ),
  timeline(
    'what a tier must leave is rounded up to whole units: of 7, bronze leaves 4 and silver 2',
    '7 per 700',
    `
      at  cost  allowed  remaining  retry  reset | tier
       0     0      yes          3      0      0 | bronze
       0     0      yes          5      0      0 | silver
       0     0      yes          7      0      0 | gold
       0     4       no          3  never      0 | bronze
       0     6       no          5  never      0 | silver
       0     8       no          7  never      0 | gold
       0     3      yes          0      0    300 | bronze
       0     2      yes          0      0    500 | silver
       0     3       no          0    300    500 | silver
       0     3       no          0    500    500 | bronze
     499     3       no          2      1      1 | bronze
     500     3      yes          0      0    300 | bronze
    `,
  ),
  timeline(
    'of a bucket of one, only gold has anything',
    '1 per 100',
    `
      at  cost  allowed  remaining  retry  reset | tier
       0     1       no          0  never      0 | bronze
       0     1       no          0  never      0 | silver
       0     1      yes          0      0    100 | gold
      99     1       no          0      1      1 | gold
      99     1       no          0  never      1 | silver
    `,
  ),
  timeline(
    'the share is of the capacity, not of the limit',
    '2 per 100 capacity 10',
    `
      at  cost  allowed  remaining  retry  reset | tier
       0     5      yes          0      0    250 | bronze
       0     1       no          0     50    250 | bronze
       0     3      yes          0      0    400 | silver
      49     1       no          0      1    351 | silver
      50     1      yes          0      0    400 | silver
      50     3       no          2     50    400 | gold
      50     9       no          0  never    400 | silver
    `,
  ),
  timeline(
    'no fraction of a unit is lost, whoever asks',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset | tier
       0     3      yes          0      0    100 | gold
      10     1       no          0     90     90 | bronze
      33     1       no          0      1     67 | gold
      34     1      yes          0      0    100 | gold
      99     1       no          0      1     35 | silver
     100     1      yes          0      0     67 | silver
    `,
  ),
  timeline(
    'a clock that steps back counts as no time passed',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset | tier
    1000     2      yes          0      0     50 | bronze
     400     1       no          0    625    650 | bronze
     400     1      yes          0      0    675 | silver
     400     1       no          0    650    675 | bronze
     400     1      yes          0      0    700 | gold
    1049     1       no          0      1     51 | silver
    1050     1      yes          0      0     75 | silver
    `,
  ),
];
