import type { Mutant } from '../../lua/mutate.ts';

const forgets = "redis.call('ZREMRANGEBYSCORE', key, '-inf', int(at - LONGEST))";
const expire = "redis.call('PEXPIRE', key, int(at + LONGEST - now))";
const looksBack = "'(' .. int(at - class.period)";
const waits = 'return { 0, remaining, last[2] + class.period - now, reset_after }';

/** Mistakes that are easily made once a ship may change its class. */
export const shipClassesMutants: readonly Mutant[] = [
  ['forgets by the class that calls', forgets, forgets.replace('LONGEST', 'class.period')],
  ['the TTL is the calling class’s period', expire, expire.replace('LONGEST', 'class.period')],
  ['no TTL', expire, ''],
  ['every class looks back for the longest', looksBack, looksBack.replace('class.period', 'LONGEST')],
  ['the wait is told by the longest period', waits, waits.replace('class.period', 'LONGEST')],
  [
    'waits for the oldest unit, also one that no longer counts',
    "redis.call('ZRANGEBYSCORE', key, live_from,",
    "redis.call('ZRANGEBYSCORE', key, '-inf',",
  ],
  ['reset is told by the longest period', 'newest[2] + class.period', 'newest[2] + LONGEST'],
  ['an unknown class flies as a scout', 'CLASSES[ARGV[1]] --', 'CLASSES[ARGV[1]] or CLASSES.scout --'],
  ['the class is read in any case', 'CLASSES[ARGV[1]] --', "CLASSES[string.lower(ARGV[1] or '')] --"],
  ['a scout may jump four times', 'limit = 3', 'limit = 4'],
  ['never is said too soon', 'if cost > class.limit then', 'if cost >= class.limit then'],
  ['remaining goes below zero after a refit', 'math.max(0, class.limit - used)', 'class.limit - used'],
];
