import type { Mutant } from '../../lua/mutate.ts';
import { argumentMutants } from './given.ts';

const name = "int(at) .. '-' .. (used + unit)";
const trim = "redis.call('ZREMRANGEBYSCORE', key, '-inf', int(at - period))";
const expire = "redis.call('PEXPIRE', key, int(at + period - now))";
const skip = "'LIMIT', missing - 1, 1)";
const wait = 'last[2] + period - now';

const misspelt: Mutant = ['every jump counts its units from one', name, "int(at) .. '-' .. unit"];
const noTtl: Mutant = ['no TTL', expire, ''];

/** Two repairs end with the same sliding window log; of each, the mistakes that are near its own. */
export const repairedLogMutants: Readonly<Record<string, readonly Mutant[]>> = {
  'repair-the-log': [
    misspelt,
    ['the timestamp is the name, to the second', name, "int(math.floor(at / 1000)) .. '-' .. unit"],
    ['the score is more than the time', "'ZADD', key, int(at), ", "'ZADD', key, int(at + used), "],
    ['a unit frees one millisecond late', "'(' .. int(at - period)", 'int(at - period)'],
    ['a unit frees one millisecond early', "'(' .. int(at - period)", "'(' .. int(at - period + 1)"],
    ['trims one millisecond too much', trim, trim.replace('period)', 'period + 1)')],
    ['keeps what has expired', trim, ''],
    ['a cost counts once', 'for unit = 1, cost do', 'for unit = 1, 1 do'],
    ['admits one too many', 'missing <= 0', 'missing <= 1'],
    ['believes a clock that steps back', 'math.max(now, newest)', 'now'],
    noTtl,
    ['the TTL is rounded down to seconds', expire, "redis.call('EXPIRE', key, math.floor(period / 1000))"],
  ],
  'repair-the-retry': [
    ['waits for the newest unit', skip, "'LIMIT', used - 1, 1)"],
    ['waits for the oldest unit, whatever the cost', skip, "'LIMIT', 0, 1)"],
    ['waits in whole seconds, rounded down', wait, `math.floor((${wait}) / 1000) * 1000`],
    ['waits in whole seconds, rounded up', wait, `math.ceil((${wait}) / 1000) * 1000`],
    ['promises one millisecond too early', wait, `${wait} - 1`],
    ['promises one millisecond too late', wait, `${wait} + 1`],
    ['never is said too soon', 'if cost > limit then', 'if cost >= limit then'],
    ['remaining before this call', 'used = used + cost\n', ''],
    ['reset is a whole period', 'newest + period - now or 0', 'period or 0'],
    noTtl,
    misspelt,
    ...argumentMutants,
  ],
};
