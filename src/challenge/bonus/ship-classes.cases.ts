import { timeline, type Timeline } from '../models/timeline.ts';

/** Worked out by hand: scout 3 per 10 s, freighter 5 per 60 s, flagship 20 per 60 s. */
export const shipClassesCases: readonly Timeline[] = [
  timeline(
    'each class has its own limit and period',
    '20 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | class
       0     3      yes          0      0  10000 | scout
    9999     1       no          0      1      1 | scout
   10000     1      yes          2      0  10000 | scout
    `,
  ),
  timeline(
    'a freighter waits a minute',
    '20 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | class
       0     1      yes          4      0  60000 | freighter
    1000     4      yes          0      0  60000 | freighter
   59999     1       no          0      1   1001 | freighter
   59999     2       no          0   1001   1001 | freighter
   60000     1      yes          0      0  60000 | freighter
    `,
  ),
  timeline(
    'a refitted ship keeps what it has jumped: a scout looks ten seconds back, a freighter sixty',
    '20 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | class
       0     3      yes         17      0  60000 | flagship
       0     0      yes          0      0  10000 | scout
   12000     2      yes          1      0  10000 | scout
   12000     0      yes          0      0  60000 | freighter
   12000     1       no          0  48000  60000 | freighter
   22000     0      yes          3      0      0 | scout
   59999     1       no          0      1  12001 | freighter
   60000     3      yes          0      0  60000 | freighter
   71999     0      yes         15      0  48001 | flagship
    `,
  ),
  timeline(
    'a flagship that becomes a scout has jumped far too often, and waits for all but two',
    '20 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | class
       0    10      yes         10      0  60000 | flagship
    4000    10      yes          0      0  60000 | flagship
    4000     1       no          0  10000  10000 | scout
   13999     1       no          0      1      1 | scout
   14000     1      yes          2      0  10000 | scout
   14000     1       no          0  46000  60000 | flagship
    `,
  ),
  timeline(
    'what never fits one class may fit another',
    '20 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | class
       5     4       no          3  never      0 | scout
       5     6       no          5  never      0 | freighter
       5    21       no         20  never      0 | flagship
       5     6      yes         14      0  60000 | flagship
       5     4       no          0  never  10000 | scout
    `,
  ),
  timeline(
    'a clock that steps back counts as no time passed, whatever the class',
    '20 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | class
   50000     3      yes          0      0  10000 | scout
   20000     1       no          0  40000  40000 | scout
   20000     1      yes          1      0  90000 | freighter
   59999     1       no          0      1      1 | scout
    `,
  ),
];
