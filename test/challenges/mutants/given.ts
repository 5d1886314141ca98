import type { Mutant } from '../../lua/mutate.ts';

/** Mistakes in what repaired and written limiters begin with: the arguments and the clock. */
export const givenMutants: readonly Mutant[] = [
  ['a minus sign is taken', "'^%d+$'", "'^%-?%d+$'"],
  ['a cost has no end', 'and number <= ', 'and 0 <= '],
  ['what only starts like a number is one', "'^%d+$'", "'^%d+'"],
  ['0 is taken for everything', 'number >= low', 'number >= 0'],
  ['the server’s clock in whole seconds', 'math.floor(time[2] / 1000)', '0'],
  ['another clock than the server’s', "local time = redis.call('TIME')", 'local time = { 1700000000, 0 }'],
];

/** What the buckets among them begin with besides. */
export const givenBucketMutants: readonly Mutant[] = [
  ...givenMutants,
  ['the capacity is not read', "(ARGV[5] or '') ~= ''", 'false'],
  ['a capacity of 0', "'capacity', 1)", "'capacity', 0)"],
];
