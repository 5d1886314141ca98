import type { Mutant } from './mutate.ts';

/** Mistakes in what all scripts begin with. */
export const commonMutants: readonly Mutant[] = [
  ['large numbers lose digits', "string.format('%.0f', number)", 'tostring(number)'],
  ['what only starts like a number is one', "'^%d+$'", "'^%d+'"],
  ['a fraction is a number', "'^%d+$'", "'^[%d.]+$'"],
  ['a limit of 0', 'ARGV[1], 1,', 'ARGV[1], 0,'],
  ['a period of 0', 'ARGV[2], 1,', 'ARGV[2], 0,'],
  ['a cost without end', 'ARGV[3], 0, MAX_EXACT', 'ARGV[3], 0, math.huge'],
  ['the server’s clock in whole seconds', 'math.floor(time[2] / 1000)', '0'],
  [
    'the server’s clock in microseconds',
    'time[1] * 1000 + math.floor(time[2] / 1000)',
    'time[1] * 1e6 + time[2]',
  ],
];

const given = "ARGV[5] and ARGV[5] ~= ''";

/** Mistakes in what all buckets begin with. */
export const commonBucketMutants: readonly Mutant[] = [
  ['the capacity is not read', given, 'false'],
  ['an empty capacity is not the limit', given, 'ARGV[5]'],
  ['a capacity of 0', 'ARGV[5], 1,', 'ARGV[5], 0,'],
  ['a limit that leaves 2^52 with the period', 'limit * period > MAX_EXACT', 'limit > MAX_EXACT'],
  ['a capacity that leaves 2^52 with the period', 'capacity * period > MAX_EXACT', 'capacity > MAX_EXACT'],
  ['a bucket that fills after 2^52', ' + math.ceil(full / limit) > MAX_EXACT', ' + period > MAX_EXACT'],
  ['a bucket that fills a fraction after 2^52', 'math.ceil(full / limit) > MAX', 'full / limit > MAX'],
  [
    'the bucket holds no more than the limit',
    'local full = capacity * period',
    'local full = limit * period',
  ],
];
