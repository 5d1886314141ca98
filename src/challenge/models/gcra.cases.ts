import { bucketCases } from './bucket.cases.ts';
import { timeline, type Timeline } from './timeline.ts';

export const gcraCases: readonly Timeline[] = [
  ...bucketCases,
  timeline(
    'after a clock stepped back it may deny until the clock has caught up',
    '2 per 100',
    `
      at  cost  allowed  remaining  retry  reset
    1000     1      yes          1      0     50
     990     1       no          0     10     60
    1000     1      yes          0      0    100
     400     0      yes          0      0    700
     400     1       no          0    650    700
     400     3       no          0  never    700
    1049     1       no          0      1     51
    1050     1      yes          0      0    100
    `,
  ),
  timeline(
    'another limit takes the next whole millisecond, another capacity moves the brim',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset
       0     1      yes          2      0     34
       0     1      yes          1      0     67
    limit 4
       0     1      yes          0      0     92
       0     1       no          0     17     92
    limit 3
       0     1       no          0     26     92
      26     1      yes          0      0    100
    capacity 1
      50     1       no          0     76     76
    capacity 6
      50     3      yes          0      0    176
    `,
  ),
];
