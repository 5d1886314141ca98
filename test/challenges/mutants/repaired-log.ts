import type { Mutant } from '../../lua/mutate.ts';
import { givenMutants } from './given.ts';

const name = "int(at) .. '-' .. (used + unit)";
const trim = "redis.call('ZREMRANGEBYSCORE', key, '-inf', int(at - period))";
const expire = "redis.call('PEXPIRE', key, int(at + period - now))";
const skip = "'LIMIT', missing - 1, 1)";
const wait = 'last[2] + period - now';

/** Mistakes in the sliding window log that two repairs end with. */
export const repairedLogMutants: readonly Mutant[] = [
  ['every jump counts its units from one', name, "int(at) .. '-' .. unit"],
  ['a unit frees one millisecond late', "'(' .. int(at - period)", 'int(at - period)'],
  ['a unit frees one millisecond early', "'(' .. int(at - period)", "'(' .. int(at - period + 1)"],
  ['trims one millisecond too much', trim, trim.replace('period)', 'period + 1)')],
  ['keeps what has expired', trim, ''],
  ['a cost counts once', 'for unit = 1, cost do', 'for unit = 1, 1 do'],
  ['the cost is not part of the question', 'used + cost - limit', 'used + 1 - limit'],
  ['admits one too many', 'missing <= 0', 'missing <= 1'],
  ['charges what it denies', 'if cost > 0 and fits then', 'if cost > 0 then'],
  ['believes a clock that steps back', 'math.max(now, newest)', 'now'],
  ['no TTL', expire, ''],
  [
    'the TTL is a second short',
    expire,
    "redis.call('PEXPIRE', key, int(math.max(1, at + period - now - 1000)))",
  ],
  ['the TTL is rounded down to seconds', expire, "redis.call('EXPIRE', key, math.floor(period / 1000))"],
  ['waits for the newest unit', skip, "'LIMIT', used - 1, 1)"],
  ['waits for the oldest unit, whatever the cost', skip, "'LIMIT', 0, 1)"],
  ['waits in whole seconds, rounded down', wait, 'math.floor((last[2] + period - now) / 1000) * 1000'],
  ['promises one millisecond too early', wait, `${wait} - 1`],
  ['promises one millisecond too late', wait, `${wait} + 1`],
  ['never is said too soon', 'if cost > limit then', 'if cost >= limit then'],
  ['remaining before this call', 'used = used + cost\n', ''],
  ['reset is a whole period', 'newest + period - now or 0', 'period or 0'],
  ...givenMutants,
];
