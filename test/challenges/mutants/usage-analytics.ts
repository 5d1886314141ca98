import type { Mutant } from '../../lua/mutate.ts';

const current = 'if tonumber(usage[1]) == window then';
const notes = "if cost > 0 then\n  redis.call('HSET', KEYS[2]";
const expire = "redis.call('PEXPIRE', KEYS[2], int(ends_in))";
const denies = 'if cost > 0 and not fits then denied = denied + 1 end';

/** Mistakes that are easily made in counting what is denied. */
export const usageAnalyticsMutants: readonly Mutant[] = [
  ['the counts never begin anew', current, 'if usage[1] then'],
  [
    'looks are counted',
    'if cost > 0 and fits then\n  used',
    'if cost == 0 then admitted = admitted + 1 end\nif cost > 0 and fits then\n  used',
  ],
  ['a look writes the usage', notes, notes.replace('cost > 0', 'true')],
  ['admitted are units', 'admitted = admitted + 1', 'admitted = used'],
  ['denied are units', 'denied = denied + 1', 'denied = denied + cost'],
  ['what can never be is no denial', denies, denies.replace('not fits', 'not fits and cost <= limit')],
  [
    'denials are charged',
    denies,
    `${denies}\nif not fits then redis.call('HSET', KEYS[1], 'window', int(window), 'used', int(limit)) redis.call('PEXPIRE', KEYS[1], int(ends_in)) end`,
  ],
  ['denials are told, and not written', notes, notes.replace('cost > 0', 'cost > 0 and fits')],
  ['the usage has no TTL', expire, ''],
  ['only an admission sets the usage’s TTL', expire, `if fits then ${expire} end`],
  ['the usage lives for half a period', expire, expire.replace('ends_in', 'period / 2')],
  [
    'the usage makes it less than new',
    'local reset_after = used > 0',
    'local reset_after = (used > 0 or denied > 0)',
  ],
  ['the counts are told as they were before', 'admitted = admitted + 1\n', '\n'],
];
