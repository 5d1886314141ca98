import { timeline, type Timeline } from '../models/timeline.ts';

/** Worked out by hand: the reserve holds 3, and one comes back every 20 s. */
export const emergencyBurstsCases: readonly Timeline[] = [
  timeline(
    'a normal jump never touches the reserve',
    '5 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | kind
       0     5      yes          0      0  60000 | normal
       0     1       no          0  12000  60000 | normal
       0     0      yes          3      0  60000 | emergency
   11999     1       no          0      1  48001 | normal
   12000     1      yes          0      0  60000 | normal
    `,
  ),
  timeline(
    'an emergency takes from the bucket what it can, then from the reserve, and then waits for the first of the two',
    '5 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | kind
       0     4      yes          3      0  48000 | emergency
       0     1      yes          3      0  60000 | emergency
       0     1      yes          2      0  60000 | emergency
       0     2      yes          0      0  60000 | emergency
       0     1       no          0  12000  60000 | emergency
       0     1       no          0  12000  60000 | normal
    1000     2       no          0  23000  59000 | emergency
   12000     1      yes          0      0  60000 | emergency
   12000     1       no          0   8000  60000 | emergency
   19999     1       no          0      1  52001 | emergency
   20000     1      yes          0      0  60000 | emergency
    `,
  ),
  timeline(
    'all from one of the two: what is left in both is not put together',
    '2 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | kind
       0     1      yes          1      0  30000 | normal
       0     2      yes          1      0  40000 | emergency
       0     2       no          1  20000  40000 | emergency
   19999     2       no          1      1  20001 | emergency
   20000     2      yes          1      0  60000 | emergency
    `,
  ),
  timeline(
    'a cost that only one of the two can ever hold waits for that one',
    '5 per 1000',
    `
      at  cost  allowed  remaining  retry  reset | kind
       0     2      yes          3      0    400 | emergency
       0     4       no          3    200    400 | emergency
       0     6       no          3  never    400 | emergency
       0     6       no          3  never    400 | normal
     200     4      yes          3      0   1000 | emergency
    `,
  ),
  timeline(
    'a small bucket beside a larger reserve',
    '5 per 1000 capacity 1',
    `
      at  cost  allowed  remaining  retry  reset | kind
    2000     1      yes          3      0    200 | emergency
    2000     3      yes          0      0  60000 | emergency
    2000     3       no          0  60000  60000 | emergency
    2000     4       no          0  never  60000 | emergency
    2000     2       no          0  never    200 | normal
    `,
  ),
  timeline(
    'the reserve refills without losing a fraction, however often one asks',
    '1 per 86400000',
    `
      at  cost  allowed  remaining  retry     reset | kind
       0     1      yes          0      0  86400000 | normal
       0     3      yes          0      0  86400000 | emergency
    6667     1       no          0  13333  86393333 | emergency
   13334     1       no          0   6666  86386666 | emergency
   20000     1      yes          0      0  86380000 | emergency
   39999     1       no          0      1  86360001 | emergency
   40000     1      yes          0      0  86360000 | emergency
    `,
  ),
  timeline(
    'a clock that steps back counts as no time passed, for each of the two by itself',
    '2 per 60000',
    `
      at  cost  allowed  remaining  retry  reset | kind
   90000     2      yes          0      0  60000 | normal
   30000     3      yes          0      0 120000 | emergency
   50000     1      yes          0      0 100000 | emergency
   50000     1       no          0  20000 100000 | emergency
   50000     1       no          0  70000 100000 | normal
    `,
  ),
];
