import { bucketCases, steppingBackCases } from './bucket.cases.ts';
import { timeline, type Timeline } from './timeline.ts';

export const tokenBucketCases: readonly Timeline[] = [
  ...bucketCases,
  ...steppingBackCases,
  timeline(
    'tokens refill by the limit of the call, and a smaller bucket holds no more than it can',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset
       0     4      yes          0      0    100
    limit 2
      50     1      yes          0      0    100
    limit 10
      70     0      yes          2      0     80
    capacity 3
     100     0      yes          3      0      0
     100     3      yes          0      0     30
    capacity none
     100     1       no          0     10    100
     110     1      yes          0      0    100
    capacity 1
     130     0      yes          1      0      0
    capacity none
     130     0      yes          2      0     80
    `,
  ),
];
