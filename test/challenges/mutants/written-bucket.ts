import type { Mutant } from '../../lua/mutate.ts';
import { argumentMutants, capacityMutants } from './given.ts';

const refill = 'math.min(full, saved + (at - since) * limit)';
const wait = 'return at + math.ceil((wanted - credit) / limit) - now';
const admits = 'if fits and cost > 0 then';
const answer = 'cost > capacity and -1 or wait_for(price)';

/** Mistakes in the token bucket that is written from an empty file. */
export const writtenBucketMutants: readonly Mutant[] = [
  ['the bucket starts empty', 'local credit, at = full, now', 'local credit, at = 0, now'],
  [
    'refills whole tokens, and loses the rest',
    refill,
    'math.min(full, saved + math.floor((at - since) * limit / period) * period)',
  ],
  [
    'refills in whole seconds',
    refill,
    'math.min(full, saved + math.floor((at - since) / 1000) * 1000 * limit)',
  ],
  ['believes a clock that steps back', 'math.max(now, tonumber(since))', 'now'],
  ['admits one millisecond too early', 'price <= credit', 'price <= credit + limit'],
  ['admits one too few', 'price <= credit', 'price < credit'],
  ['charges what it denies', 'if fits then credit', 'if price <= full then credit'],
  [
    'a look makes a key',
    admits,
    `if cost == 0 then redis.call('SET', key, 'seen', 'PX', int(period), 'NX') end\n${admits}`,
  ],
  ['no TTL', ", 'PX', int(reset_after))", ')'],
  ['the TTL is two minutes', "'PX', int(reset_after))", "'PX', 120000)"],
  ['the TTL is a period, whatever the capacity', "'PX', int(reset_after))", "'PX', int(period))"],
  ['large numbers lose digits', "string.format('%.0f', number)", 'tostring(number)'],
  [
    'remaining is rounded up',
    'math.floor(credit / period), wait_for',
    'math.ceil(credit / period), wait_for',
  ],
  ['waits are rounded down', wait, wait.replace('ceil', 'floor')],
  ['waits are told from the newest instant', wait, wait.replace('- now', '- at')],
  ['promises when the bucket is full', answer, answer.replace('price', 'full')],
  ['promises room for what never fits', answer, 'wait_for(price)'],
  ['never is said too soon', answer, answer.replace('>', '>=')],
  ...argumentMutants,
  ...capacityMutants,
];
