import { bucketCases, steppingBackCases } from './bucket.cases.ts';
import { timeline, type Timeline } from './timeline.ts';

export const leakyBucketMeterCases: readonly Timeline[] = [
  ...bucketCases,
  ...steppingBackCases,
  timeline(
    'the level leaks by the limit of the call, and may stand above a smaller bucket’s brim',
    '4 per 100',
    `
      at  cost  allowed  remaining  retry  reset
       0     4      yes          0      0    100
    limit 2
      50     1       no          0    100    150
    limit 5
      60     0      yes          4      0     20
    capacity 3
      60     2      yes          0      0     60
      60     1       no          0     20     60
    capacity 8
      60     5      yes          0      0    160
    capacity 2
     100     1       no          0    100    120
     100     3       no          0  never    120
    capacity none
     100     0      yes          0      0    120
    `,
  ),
];
