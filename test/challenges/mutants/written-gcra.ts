import type { Mutant } from '../../lua/mutate.ts';
import { argumentMutants, capacityMutants } from './given.ts';

const stored = 'if ms and tonumber(ms) >= now then arrival, part = tonumber(ms), tonumber(parts) end';
const moves = 'arrival, part = arrival + math.floor(moved / limit), moved % limit';
const wait = 'arrival - now + math.ceil((moved - full) / limit)';
const reset = 'local reset_after = arrival - now + math.ceil(part / limit)';
const admits = 'if fits and cost > 0 then';
const answer = 'cost > capacity and -1 or wait';

/** Mistakes in the GCRA that is written from an empty file. */
export const writtenGcraMutants: readonly Mutant[] = [
  ['what is stored is not read', stored, ''],
  [
    'an instant that has passed is credit for most of a unit',
    stored,
    'if ms then arrival, part = math.max(tonumber(ms), now + 1 - math.floor(period / limit)), tonumber(parts) end',
  ],
  ['the fraction is not read', stored, 'if ms and tonumber(ms) >= now then arrival = tonumber(ms) end'],
  ['the fraction is rounded down', moves, 'arrival = arrival + math.floor(moved / limit)'],
  ['the fraction is rounded up', moves, 'arrival, part = arrival + math.ceil(moved / limit), 0'],
  ['a cost counts once', 'part + cost * period', 'part + math.min(cost, 1) * period'],
  ['admits one millisecond too early', 'wait <= 0', 'wait <= 1'],
  ['admits one millisecond too late', 'wait <= 0', 'wait < 0'],
  ['the capacity is the limit', 'local full = capacity * period', 'local full = limit * period'],
  [
    'a look makes a key',
    admits,
    `if cost == 0 then redis.call('SET', key, 'seen', 'PX', int(period), 'NX') end\n${admits}`,
  ],
  ['no TTL', ", 'PX', int(reset_after))", ')'],
  ['the TTL is a period, whatever the capacity', "'PX', int(reset_after))", "'PX', int(period))"],
  ['large numbers lose digits', "string.format('%.0f', number)", 'tostring(number)'],
  ['remaining forgets the fraction', '(arrival - now) * limit + part', '(arrival - now) * limit'],
  ['waits are rounded down', wait, wait.replace('ceil', 'floor')],
  ['reset is rounded down', reset, 'local reset_after = math.max(1, arrival - now)'],
  ['promises when the bucket is full', answer, 'reset_after'],
  ['promises room for what never fits', answer, 'wait'],
  ['never is said too soon', answer, answer.replace('>', '>=')],
  ...argumentMutants,
  ...capacityMutants,
];
