import type { Mutant } from '../../lua/mutate.ts';
import { argumentMutants, clockMutants } from './given.ts';

const window = 'local window = at - at % period';
const admits = 'if fits and cost > 0 then';
const answer = 'cost > limit and -1 or ends_in';

/** Mistakes in the fixed window that is written from an empty file. */
export const writtenWindowMutants: readonly Mutant[] = [
  ['a window begins with its first jump', window, 'local window = at < began + period and began or at'],
  ['the border is one millisecond late', window, 'local window = at - 1 - (at - 1) % period'],
  ['the border is one millisecond early', window, 'local window = at + 1 - (at + 1) % period'],
  ['a new window goes on with the old count', 'if window > began then used = 0 end', ''],
  ['believes a clock that steps back', 'math.max(now, began)', 'now'],
  ['charges what it denies', admits, 'if cost > 0 then'],
  ['a look makes a key', admits, 'if fits then'],
  ['a cost counts once', 'used = used + cost\n', 'used = used + 1\n'],
  ['the cost is not part of the question', 'used + cost <= limit', 'used < limit'],
  ['no TTL', ", 'PX', int(ends_in))", ')'],
  ['the TTL ends one millisecond early', "'PX', int(ends_in))", "'PX', int(math.max(1, ends_in - 1)))"],
  ['large numbers lose digits', "string.format('%.0f', number)", 'tostring(number)'],
  ['remaining before this call', '(0, limit - used)', '(0, limit - used + (fits and cost or 0))'],
  ['waits from the newest instant, not from the caller’s', 'window + period - now', 'window + period - at'],
  ['promises a whole period', answer, answer.replace('ends_in', 'period')],
  ['promises room for what never fits', answer, 'ends_in'],
  ['never is said too soon', answer, answer.replace('>', '>=')],
  ['a limiter as good as new has a reset', 'used > 0 and ends_in or 0', 'ends_in'],
  ...argumentMutants,
  ...clockMutants,
];
