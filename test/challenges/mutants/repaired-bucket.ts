import type { Mutant } from '../../lua/mutate.ts';
import { givenBucketMutants } from './given.ts';

const refill = 'math.min(full, stored[1] + (at - stored[2]) * limit)';
const wait = 'return at + math.ceil((wanted - credit) / limit) - now';
const expire = "redis.call('PEXPIRE', key, int(wait_for(full)))";
const keeps = 'if fits and cost > 0 then';
const answer = 'return { 0, remaining, wait_for(price), reset_after }';

/** Mistakes in the token bucket that four repairs end with. */
export const repairedBucketMutants: readonly Mutant[] = [
  ['the bucket overflows', refill, 'stored[1] + (at - stored[2]) * limit'],
  ['nothing trickles in', refill, 'tonumber(stored[1])'],
  ['believes a clock that steps back', 'math.max(now, tonumber(stored[2] or 0))', 'now'],
  ['a jump costs one token, whatever it costs', 'cost * period\n', 'math.min(cost, 1) * period\n'],
  ['admits one too many', 'price <= credit', 'price <= credit + period'],
  ['admits one millisecond too early', 'price <= credit', 'price <= credit + limit'],
  ['admits one too few', 'price <= credit', 'price < credit'],
  ['writes nothing down', keeps, 'if false then'],
  ['a look and a denial make a key', keeps, 'if true then'],
  ['no TTL', expire, ''],
  ['the TTL is a period, whatever the capacity', expire, "redis.call('PEXPIRE', key, int(period))"],
  ['remaining is rounded up', 'math.floor(credit / period)', 'math.ceil(credit / period)'],
  ['waits are rounded down', wait, wait.replace('ceil', 'floor')],
  ['waits are a millisecond too long', wait, wait.replace('- now', '- now + 1')],
  ['waits are told from the newest instant', wait, wait.replace('- now', '- at')],
  ['promises when the bucket is full', answer, answer.replace('price', 'full')],
  ['promises room for what never fits', 'if cost > capacity then', 'if false then'],
  ['never is said too soon', 'if cost > capacity then', 'if cost >= capacity then'],
  ['a full bucket has a reset', 'credit < full and wait_for(full) or 0', 'math.max(1, wait_for(full))'],
  ...givenBucketMutants,
];
