import type { Mutant } from '../../lua/mutate.ts';
import { argumentMutants, clockMutants } from './given.ts';

const expire = "redis.call('PEXPIRE', key, int(ends_in))";
const window = 'local window = at - at % period';
const answer = 'cost > limit and -1 or ends_in';

/** Mistakes in the fixed window that a repair ends with. */
export const repairedWindowMutants: readonly Mutant[] = [
  ['no TTL', expire, ''],
  [
    'the TTL is rounded to the nearest second',
    expire,
    "redis.call('EXPIRE', key, math.floor(ends_in / 1000 + 0.5))",
  ],
  [
    'the TTL is a second, at least, and rounded down',
    expire,
    "redis.call('EXPIRE', key, math.max(1, math.floor(ends_in / 1000)))",
  ],
  ['the TTL ends one millisecond early', expire, expire.replace('ends_in', 'ends_in - 1')],
  ['the border is one millisecond late', window, 'local window = at - 1 - (at - 1) % period'],
  ['the border is one millisecond early', window, 'local window = at + 1 - (at + 1) % period'],
  ['an older window still counts', 'newest == window and', 'newest <= window and'],
  ['believes a clock that steps back', 'math.max(now, newest)', 'now'],
  ['charges what it denies', 'if cost > 0 and fits then', 'if cost > 0 then'],
  ['a look makes a key', 'if cost > 0 and fits then', 'if fits then'],
  ['a cost counts once', 'used = used + cost\n', 'used = used + 1\n'],
  ['admits one too few', 'used + cost <= limit', 'used + cost < limit'],
  ['remaining is one too low', '(0, limit - used)', '(0, limit - used - 1)'],
  ['promises a whole period', answer, answer.replace('ends_in', 'period')],
  ['promises one millisecond too early', answer, 'cost > limit and -1 or ends_in - 1'],
  ['promises room for what never fits', answer, 'ends_in'],
  ['a limiter as good as new has a reset', 'used > 0 and ends_in or 0', 'ends_in'],
  ...argumentMutants,
  ...clockMutants,
];
