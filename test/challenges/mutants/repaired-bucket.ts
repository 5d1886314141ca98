import type { Mutant } from '../../lua/mutate.ts';
import { argumentMutants, capacityMutants } from './given.ts';

const refill = 'math.min(full, stored[1] + (at - stored[2]) * limit)';
const wait = 'return at + math.ceil((wanted - credit) / limit) - now';
const expire = "redis.call('PEXPIRE', key, int(wait_for(full)))";
const keeps = 'if fits and cost > 0 then';
const answer = 'return { 0, remaining, wait_for(price), reset_after }';
const takes = 'if fits then credit = credit - price end';

const noTtl: Mutant = ['no TTL', expire, ''];
const tooSoon: Mutant = ['waits are rounded down', wait, wait.replace('ceil', 'floor')];

/** Four repairs end with the same token bucket; of each, the mistakes that are near its own. */
export const repairedBucketMutants: Readonly<Record<string, readonly Mutant[]>> = {
  'repair-the-poller': [
    ['the bucket overflows', refill, 'stored[1] + (at - stored[2]) * limit'],
    ['nothing trickles in', refill, 'tonumber(stored[1])'],
    [
      'only whole tokens trickle in',
      refill,
      'math.min(full, stored[1] + math.floor((at - stored[2]) * limit / period) * period)',
    ],
    ['a larger bucket fills faster', refill, refill.replace('* limit', '* capacity')],
    ['believes a clock that steps back', 'math.max(now, tonumber(stored[2] or 0))', 'now'],
    ['remaining is rounded up', 'math.floor(credit / period)', 'math.ceil(credit / period)'],
    ['remaining is credit', 'math.floor(credit / period)', 'credit'],
    noTtl,
    tooSoon,
  ],
  'repair-the-toll': [
    ['pays without asking', takes, 'credit = math.max(0, credit - price)'],
    ['half the price is taken from the denied', takes, `if not fits then credit = credit / 2 end ${takes}`],
    ['admits one too many', 'price <= credit', 'price <= credit + period'],
    ['admits one millisecond too early', 'price <= credit', 'price <= credit + limit'],
    ['admits one too few', 'price <= credit', 'price < credit'],
    ['a jump costs one token, whatever it costs', 'cost * period\n', 'math.min(cost, 1) * period\n'],
    ['writes nothing down', keeps, 'if false then'],
    [
      'a denial makes a key',
      keeps,
      `if not fits then redis.call('HSETNX', key, 'at', int(at)) end\n${keeps}`,
    ],
    noTtl,
  ],
  'repair-the-memory': [
    noTtl,
    ['the TTL is an hour', expire, "redis.call('EXPIRE', key, 3600)"],
    ['the TTL is a period, whatever the capacity', expire, "redis.call('PEXPIRE', key, int(period))"],
    [
      'the TTL is rounded down to seconds',
      expire,
      "redis.call('EXPIRE', key, math.floor(wait_for(full) / 1000))",
    ],
    [
      'the TTL ends when one token is there',
      expire,
      expire.replace('full', 'math.min(full, credit + period)'),
    ],
    ['a full bucket has a reset', 'credit < full and wait_for(full) or 0', 'math.max(1, wait_for(full))'],
    ['waits are told from the newest instant', wait, wait.replace('- now', '- at')],
    tooSoon,
    ...argumentMutants,
  ],
  'repair-the-second-key': [
    [
      'another key still',
      expire,
      `${expire} redis.call('SET', key .. ':at', int(at), 'PX', int(wait_for(full)))`,
    ],
    [
      'credit and instant change places',
      "'credit', int(credit), 'at', int(at)",
      "'at', int(credit), 'credit', int(at)",
    ],
    noTtl,
    ['waits are a millisecond too long', wait, wait.replace('- now', '- now + 1')],
    ['promises when the bucket is full', answer, answer.replace('price', 'full')],
    ['promises room for what never fits', 'if cost > capacity then', 'if false then'],
    ['never is said too soon', 'if cost > capacity then', 'if cost >= capacity then'],
    ...capacityMutants,
  ],
};
