import type { Mutant } from '../../lua/mutate.ts';

/** Mistakes in the arguments, with which repaired and written limiters begin. */
export const argumentMutants: readonly Mutant[] = [
  ['what only starts like a number is one', "'^%d+$'", "'^%d+'"],
  ['a cost has no end', 'and number <= ', 'and 0 <= '],
  ['0 is taken for everything', 'number >= low', 'number >= 0'],
];

/** Mistakes in the clock, with which they begin as well. */
export const clockMutants: readonly Mutant[] = [
  ['the server’s clock in whole seconds', 'math.floor(time[2] / 1000)', '0'],
  ['another clock than the server’s', "local time = redis.call('TIME')", 'local time = { 1700000000, 0 }'],
];

/** Mistakes in the capacity, which buckets take besides. */
export const capacityMutants: readonly Mutant[] = [
  ['the capacity is not read', "(ARGV[5] or '') ~= ''", 'false'],
  ['a capacity of 0', "'capacity', 1)", "'capacity', 0)"],
];
