import type { Mutant } from './mutate.ts';

const clock = 'math.max(now, tonumber(stored[2] or 0))';
const refill = 'math.min(full, stored[1] + (at - stored[2]) * limit)';
const price = 'local price = cost * period';
const fits = 'price <= credit';
const admits = 'if cost > 0 and fits then';
const expire = "redis.call('PEXPIRE', key, int(at + math.ceil((full - credit) / limit) - now))";
const reset = 'credit < full and at + math.ceil((full - credit) / limit) - now or 0';
const promised = 'at + math.ceil((price - credit) / limit) - now, reset_after';

/** Mistakes that are easily made in a token bucket. */
export const tokenBucketMutants: readonly Mutant[] = [
  // The refill.
  ['the bucket overflows', refill, 'stored[1] + (at - stored[2]) * limit'],
  ['the bucket starts empty', 'local credit = full', 'local credit = 0'],
  [
    'only whole tokens refill, and what is begun is lost',
    refill,
    'math.min(full, stored[1] + math.floor((at - stored[2]) * limit / period) * period)',
  ],
  [
    'refills in whole seconds',
    refill,
    'math.min(full, stored[1] + math.floor((at - stored[2]) / 1000) * 1000 * limit)',
  ],
  ['refills faster for a larger bucket', refill, refill.replace('limit', 'capacity')],
  ['refills one millisecond too much', refill, refill.replace('stored[2]', 'stored[2] + 1')],
  [
    'a smaller bucket holds what the larger one did',
    refill,
    refill.replace('full', 'math.max(full, stored[1])'),
  ],
  // The clock.
  ['believes a clock that steps back', clock, 'now'],
  [
    'a clock that steps back mints tokens',
    refill,
    refill.replace('(at - stored[2])', 'math.abs(now - stored[2])'),
  ],
  ['the instant goes back with the clock', "'at', int(at)", "'at', int(now)"],
  ['a clock that steps back makes room before 2^52', 'at + math.ceil(full', 'now + math.ceil(full'],
  // Admission.
  ['tokens are priced as credit', price, 'local price = cost'],
  ['a cost counts once', price, 'local price = math.min(cost, 1) * period'],
  ['admits one too many', fits, 'price <= credit + period'],
  ['admits one millisecond too early', fits, 'price <= credit + limit'],
  ['admits one too few', fits, 'price < credit'],
  ['charges what it denies', admits, 'if cost > 0 then'],
  ['a look writes', admits, 'if fits then'],
  [
    'a denial moves the instant',
    admits,
    `if not fits then redis.call('HSET', key, 'at', int(at)) end ${admits}`,
  ],
  // TTL.
  ['no TTL', expire, ''],
  ['the TTL ends one millisecond early', expire, expire.replace('ceil', 'floor')],
  [
    'the TTL is in whole seconds',
    expire,
    "redis.call('EXPIRE', key, math.ceil((full - credit) / limit / 1000))",
  ],
  ['the TTL is two minutes, whatever the drive', expire, "redis.call('PEXPIRE', key, 120000)"],
  ['the TTL is a period, whatever the capacity', expire, "redis.call('PEXPIRE', key, int(period))"],
  ['the TTL forgets that the clock stepped back', expire, expire.replace('- now', '- at')],
  ['a look renews the TTL', admits, `${expire} ${admits}`],
  // Answers.
  ['remaining is rounded up', 'math.floor(credit / period)', 'math.ceil(credit / period)'],
  ['remaining is credit', 'math.floor(credit / period)', 'credit'],
  ['remaining before this call', '  credit = credit - price\n', ''],
  ['promises one millisecond too early', promised, promised.replace('ceil', 'floor')],
  ['promises one millisecond too late', promised, promised.replace('- now', '- now + 1')],
  ['promises when one token is there, whatever the cost', promised, promised.replace('price', 'period')],
  ['promises when the bucket is full', promised, promised.replace('price', 'full')],
  ['waits from the newest instant, not from the caller’s', promised, promised.replace('- now', '- at')],
  ['promises room for what never fits', 'if cost > capacity then', 'if false then'],
  ['never is said too soon', 'if cost > capacity then', 'if cost >= capacity then'],
  ['never is said of what is above the limit', 'if cost > capacity then', 'if cost > limit then'],
  ['a full bucket has a reset', reset, reset.replace('credit < full and ', '')],
  ['reset is told from the newest instant', reset, reset.replace('- now', '- at')],
  ['reset is a period', reset, 'credit < full and period or 0'],
];
