import type { Mutant } from './mutate.ts';

const clock = 'math.max(now, tonumber(stored[2] or 0))';
const leak = 'math.max(0, stored[1] - (at - stored[2]) * limit)';
const poured = 'local poured = cost * period';
const fits = 'level + poured <= full';
const admits = 'if cost > 0 and fits then';
const expire = "redis.call('PEXPIRE', key, int(at + math.ceil(level / limit) - now))";
const reset = 'local reset_after = at + math.ceil(level / limit) - now';
const promised = 'at + math.ceil((level + poured - full) / limit) - now';

/** Mistakes that are easily made in a leaky bucket that meters. */
export const leakyBucketMeterMutants: readonly Mutant[] = [
  // The leak.
  ['the bucket leaks below dry', leak, 'stored[1] - (at - stored[2]) * limit'],
  [
    'only whole units leak, and what has begun to is put back',
    leak,
    'math.max(0, stored[1] - math.floor((at - stored[2]) * limit / period) * period)',
  ],
  ['leaks faster for a larger bucket', leak, leak.replace('limit', 'capacity')],
  ['leaks one millisecond too much', leak, leak.replace('stored[2]', 'stored[2] + 1')],
  // The clock.
  ['believes a clock that steps back', clock, 'now'],
  ['a clock that steps back drains', leak, leak.replace('(at - stored[2])', 'math.abs(now - stored[2])')],
  ['the instant goes back with the clock', "'at', int(at)", "'at', int(now)"],
  ['a clock that steps back makes room before 2^52', 'at + math.ceil(full', 'now + math.ceil(full'],
  // Admission.
  ['units are poured as milliseconds', poured, 'local poured = cost'],
  ['the cost is not part of the question', fits, 'level + period <= full'],
  ['admits what begins below the brim', fits, 'level < full'],
  ['admits one millisecond too early', fits, 'level + poured <= full + limit'],
  ['admits one too few', fits, 'level + poured < full'],
  ['charges what it denies', admits, 'if cost > 0 then'],
  ['a look writes', admits, 'if fits then'],
  // TTL.
  ['no TTL', expire, ''],
  ['the TTL ends one millisecond early', expire, expire.replace('ceil', 'floor')],
  ['the TTL is a period, whatever the level', expire, "redis.call('PEXPIRE', key, int(period))"],
  ['the TTL forgets that the clock stepped back', expire, expire.replace('- now', '- at')],
  ['a look renews the TTL', admits, `${expire.replace('int(', 'int(1 + ')} ${admits}`],
  // Answers.
  [
    'remaining below zero',
    'math.max(0, math.floor((full - level) / period))',
    'math.floor((full - level) / period)',
  ],
  ['remaining is rounded up', 'math.floor((full', 'math.ceil((full'],
  ['remaining before this call', '  level = level + poured\n', ''],
  ['promises one millisecond too early', promised, promised.replace('ceil', 'floor')],
  ['promises one millisecond too late', promised, `${promised} + 1`],
  ['promises when the bucket is dry', promised, promised.replace('level + poured - full', 'level')],
  ['promises when there is room for one', promised, promised.replace('poured', 'period')],
  ['waits from the newest instant, not from the caller’s', promised, promised.replace('- now', '- at')],
  ['promises room for what never fits', 'if cost > capacity then', 'if false then'],
  ['never is said too soon', 'if cost > capacity then', 'if cost >= capacity then'],
  ['reset is rounded down', reset, reset.replace('ceil', 'floor')],
  ['reset is told from the newest instant', reset, reset.replace('- now', '- at')],
];
