import { timeline, type Timeline } from '../models/timeline.ts';

/** Worked out by hand: beside each starbase's own limit, all share twice as many in half as long again. */
export const sharedLimitsCases: readonly Timeline[] = [
  timeline(
    'each starbase has its own count, and all have one together',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset | base
     610     2      yes          0      0    140 | alpha
     620     1      yes          1      0    130 | beta
     630     1      yes          0      0    120 | gamma
     640     1       no          0    110    110 | gamma
     650     1       no          0    100    100 | alpha
     699     0      yes          0      0     51 | beta
     749     1       no          0      1      1 | beta
     750     1      yes          1      0    150 | beta
    `,
  ),
  timeline(
    'the wait is that of the window that denies, which need not be the later one',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset | base
     600     2      yes          0      0    150 | alpha
     610     1       no          0     90    140 | alpha
     699     1       no          0      1     51 | alpha
     700     1      yes          1      0    100 | alpha
     740     1      yes          0      0     60 | alpha
     740     1       no          0     60     60 | alpha
     749     1       no          0     51     51 | alpha
     799     1       no          0      1      1 | alpha
     800     1      yes          1      0    100 | alpha
    `,
  ),
  timeline(
    'where both deny, the later of the two waits is due',
    '1 per 100',
    `
      at  cost  allowed  remaining  retry  reset | base
     700     1      yes          0      0    100 | alpha
     740     1      yes          0      0     60 | beta
     740     1       no          0     60     60 | beta
     749     1       no          0     51     51 | alpha
     750     1      yes          0      0    150 | gamma
     760     1       no          0     40    140 | alpha
     799     1       no          0      1    101 | alpha
     800     1      yes          0      0    100 | alpha
     810     1       no          0     90     90 | beta
     899     1       no          0      1      1 | alpha
     900     1      yes          0      0    150 | beta
    `,
  ),
  timeline(
    'a denial by one charges neither',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset | base
     600     2      yes          0      0    150 | alpha
     600     1      yes          1      0    150 | beta
     600     2       no          1    150    150 | gamma
     600     1       no          0    100    150 | alpha
     600     1      yes          0      0    150 | gamma
     650     1       no          0    100    100 | gamma
    `,
  ),
  timeline(
    'what no starbase holds can never be, and costs nothing',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset | base
       5     3       no          2  never      0 | alpha
       5     5       no          2  never      0 | beta
       5     2      yes          0      0    145 | beta
       5     3       no          0  never    145 | beta
       5     2      yes          0      0    145 | alpha
       5     3       no          0  never    145 | gamma
    `,
  ),
  timeline(
    'a clock that steps back counts as no time passed, for each window by itself',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset | base
     710     1      yes          1      0     90 | alpha
     760     2      yes          0      0    140 | beta
     650     1      yes          0      0    250 | alpha
     650     1       no          0    150    250 | alpha
     640     0      yes          1      0    260 | gamma
     640     2       no          0    260    260 | alpha
    `,
  ),
];
