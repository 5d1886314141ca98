import type { Mutant } from '../../lua/mutate.ts';
import { argumentMutants, capacityMutants } from './given.ts';

const never = 'if cost > capacity then';
const stored = 'if ms >= now then arrival, part = ms, parts end';
const rest = 'part = part % limit';
const admits = 'if fits and cost > 0 then';
const answer = 'return { 0, remaining, wait, reset_after }';

/** Mistakes in the GCRA that a repair ends with. */
export const repairedPromiseMutants: readonly Mutant[] = [
  ['never is said too soon', never, 'if cost >= capacity then'],
  ['never is said of what is above the limit', never, 'if cost > limit then'],
  ['never is not said', never, 'if false then'],
  ['promises one millisecond too early', answer, answer.replace('wait', 'wait - 1')],
  ['promises one millisecond too late', answer, answer.replace('wait', 'wait + 1')],
  ['promises when the bucket is full', answer, answer.replace('wait', 'reset_after')],
  ['the fraction is lost', rest, 'part = 0'],
  [
    'the interval is in whole milliseconds',
    'local price = cost * period',
    'local price = cost * math.floor(period / limit) * limit',
  ],
  ['what is stored is not read', stored, ''],
  [
    'an instant that has passed is credit for most of a unit',
    stored,
    'arrival, part = math.max(ms, now + 1 - math.floor(period / limit)), parts',
  ],
  ['admits one millisecond too early', 'wait <= 0', 'wait <= 1'],
  ['admits one millisecond too late', 'wait <= 0', 'wait < 0'],
  [
    'a look makes a key',
    admits,
    `if cost == 0 then redis.call('SET', key, 'seen', 'PX', int(period), 'NX') end\n${admits}`,
  ],
  ['no TTL', ", 'PX', int(reset_after))", ')'],
  ['the TTL is a period, whatever the capacity', "'PX', int(reset_after))", "'PX', int(period))"],
  ['remaining is rounded up', 'math.floor((full - ahead)', 'math.ceil((full - ahead)'],
  [
    'reset is rounded down',
    'local reset_after = arrival - now + math.ceil(part / limit)',
    'local reset_after = math.max(1, arrival - now)',
  ],
  ...argumentMutants,
  ...capacityMutants,
];
