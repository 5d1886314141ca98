import type { Mutant } from './mutate.ts';

const denies = 'if cost > 0 and missing <= 0 then';
const trim = "redis.call('ZREMRANGEBYSCORE', key, '-inf', int(at - period))";
const expire = "redis.call('PEXPIRE', key, int(at + period - now))";

/** Mistakes that are easily made in a sliding window log. */
export const slidingWindowLogMutants: readonly Mutant[] = [
  // The boundary.
  ['a unit frees one millisecond late', "'(' .. int(at - period)", 'int(at - period)'],
  ['a unit frees one millisecond early', "'(' .. int(at - period)", "'(' .. int(at - period + 1)"],
  ['trims one millisecond too much', trim, trim.replace('period)', 'period + 1)')],
  ['keeps what has expired', trim, ''],
  ['trims on every call', 'local used =', `${trim} local used =`],
  // Members.
  ['the timestamp is the member', "int(at) .. '-' .. string.format('%05d', sequence + unit)", 'int(at)'],
  ['every call counts its members from one', 'sequence + unit)', 'unit)'],
  [
    'goes on counting from the caller’s clock',
    'if tonumber(newest[2]) == at',
    'if tonumber(newest[2]) == now',
  ],
  ['members do not sort as their numbers do', "'%05d'", "'%d'"],
  ['a cost counts once', 'for unit = 1, cost do', 'for unit = 1, 1 do'],
  // TTL.
  ['no TTL', expire, ''],
  ['the TTL forgets that the clock stepped back', expire, "redis.call('PEXPIRE', key, int(period))"],
  ['the TTL is in whole seconds', expire, "redis.call('EXPIRE', key, math.ceil((at + period - now) / 1000))"],
  ['a look renews the TTL', denies, `${expire} ${denies}`],
  // Admission.
  ['charges what it denies', denies, 'if cost > 0 then'],
  ['admits one too many', denies, 'if cost > 0 and missing <= 1 then'],
  ['admits one too few', denies, 'if cost > 0 and missing < 0 then'],
  ['the cost is not part of the question', 'used + cost - limit', 'used + 1 - limit'],
  ['believes a clock that steps back', 'math.max(now, tonumber(newest[2] or 0))', 'now'],
  // Answers.
  ['waits for the newest unit', "'LIMIT', missing - 1, 1)", "'LIMIT', used - 1, 1)"],
  ['waits for the oldest unit whatever the cost', "'LIMIT', missing - 1, 1)", "'LIMIT', 0, 1)"],
  ['waits for one unit too many', "'LIMIT', missing - 1, 1)", "'LIMIT', math.min(missing, used - 1), 1)"],
  ['waits from the newest instant, not from the caller’s', 'last[2] + period - now', 'last[2] + period - at'],
  ['promises one millisecond too early', 'last[2] + period - now', 'last[2] + period - now - 1'],
  ['promises one millisecond too late', 'last[2] + period - now', 'last[2] + period - now + 1'],
  [
    'promises room for what never fits',
    'if cost > limit then',
    'missing = math.min(missing, used) if missing == 0 then',
  ],
  ['never is said too soon', 'if cost > limit then', 'if cost >= limit then'],
  ['remaining before this call', 'used = used + cost\n', ''],
  ['remaining one too low', 'limit - used)', 'limit - used - 1)'],
  ['remaining below zero', 'math.max(0, limit - used)', 'limit - used'],
  ['reset is told from the newest instant', 'newest[2] + period - now or 0', 'newest[2] + period - at or 0'],
  ['reset is a whole period', 'newest[2] + period - now or 0', 'period or 0'],
  [
    'reset counts on the newest unit before this one',
    "newest = { '', at }",
    "newest = { '', newest[2] or at }",
  ],
  // Numbers and arguments.
  ['the largest limit is refused', 'ARGV[1], 1, 10000', 'ARGV[1], 1, 9999'],
  ['a limit without end', 'ARGV[1], 1, 10000', 'ARGV[1], 1, MAX_EXACT'],
  ['a window may leave 2^52', 'at + period > MAX_EXACT', 'at > MAX_EXACT'],
  ['a clock that steps back makes room before 2^52', 'at + period > MAX_EXACT', 'now + period > MAX_EXACT'],
];
