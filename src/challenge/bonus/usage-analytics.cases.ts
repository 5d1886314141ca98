import { timeline, type Timeline } from '../models/timeline.ts';

/** Worked out by hand: the last two numbers are jumps of the current window, not units. */
export const usageAnalyticsCases: readonly Timeline[] = [
  timeline(
    'denials count, looks do not, and a new window begins at nothing',
    '3 per 100',
    `
      at  cost  allowed  remaining  retry  reset | admitted denied
    1010     2      yes          1      0     90 |        1      0
    1020     2       no          1     80     80 |        1      1
    1020     0      yes          1      0     80 |        1      1
    1030     1      yes          0      0     70 |        2      1
    1099     1       no          0      1      1 |        2      2
    1100     0      yes          3      0      0 |        0      0
    1100     1      yes          2      0    100 |        1      0
    `,
  ),
  timeline(
    'a ship that has only been denied is as good as new, and its denial is remembered to the end of the window',
    '2 per 50',
    `
      at  cost  allowed  remaining  retry  reset | admitted denied
       5     3       no          2  never      0 |        0      1
      20     3       no          2  never      0 |        0      2
      49     0      yes          2      0      0 |        0      2
      50     0      yes          2      0      0 |        0      0
      60     3       no          2  never      0 |        0      1
      70     2      yes          0      0     30 |        1      1
    `,
  ),
  timeline(
    'units are not jumps',
    '100 per 1000',
    `
      at  cost  allowed  remaining  retry  reset | admitted denied
       0    60      yes         40      0   1000 |        1      0
       0    60       no         40   1000   1000 |        1      1
       1    40      yes          0      0    999 |        2      1
    `,
  ),
  timeline(
    'a clock that steps back brings no old window back, nor does one behind a denial',
    '1 per 100',
    `
      at  cost  allowed  remaining  retry  reset | admitted denied
    1000     1      yes          0      0    100 |        1      0
    1100     2       no          1  never      0 |        0      1
    1050     1      yes          0      0    150 |        1      1
    1050     1       no          0    150    150 |        1      2
    1050     0      yes          0      0    150 |        1      2
    1199     1       no          0      1      1 |        1      3
    1200     0      yes          1      0      0 |        0      0
    `,
  ),
];
