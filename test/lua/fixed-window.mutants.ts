import type { Mutant } from './mutate.ts';

const admits = 'if cost > 0 and fits then';
const aligned = 'local window = at - at % period';
const expire = "redis.call('PEXPIRE', key, int(ends_in))";
const counted = 'newest >= window and tonumber(stored[2] or 0) or 0';
const answered = 'cost > limit and -1 or ends_in';

/** Mistakes that are easily made in a fixed window. */
export const fixedWindowMutants: readonly Mutant[] = [
  // The window.
  ['the border is one millisecond late', aligned, 'local window = at - 1 - (at - 1) % period'],
  ['the border is one millisecond early', aligned, 'local window = at + 1 - (at + 1) % period'],
  [
    'a window begins with its first jump',
    aligned,
    'local window = stored[1] and at < newest + period and newest or at',
  ],
  ['believes a clock that steps back', 'math.max(now, newest)', 'now'],
  ['a clock that steps back begins a new window', 'newest >= window and', 'newest == now - now % period and'],
  ['an older window still counts', counted, 'tonumber(stored[2] or 0)'],
  ['keeps the caller’s instant for the window’s', 'int(window)', 'int(now)'],
  // TTL.
  ['no TTL', expire, ''],
  ['the TTL ends one millisecond early', expire, expire.replace('ends_in', 'ends_in - 1')],
  ['the TTL is a whole period', expire, expire.replace('ends_in', 'period')],
  ['a look renews the TTL', admits, `${expire} ${admits}`],
  // Admission.
  ['charges what it denies', admits, 'if cost > 0 then'],
  ['a look writes', admits, 'if fits then'],
  ['a cost counts once', 'used = used + cost\n', 'used = used + 1\n'],
  ['the cost is not part of the question', 'used + cost <= limit', 'used < limit'],
  ['admits one too few', 'used + cost <= limit', 'used + cost < limit'],
  // Answers.
  ['remaining before this call', '(0, limit - used)', '(0, limit - used + (fits and cost or 0))'],
  ['remaining below zero', 'math.max(0, limit - used)', 'limit - used'],
  [
    'waits from the newest instant, not from the caller’s',
    'window + period - now\n',
    'window + period - at\n',
  ],
  ['promises a whole period', answered, answered.replace('ends_in', 'period')],
  ['promises room for what never fits', answered, 'ends_in'],
  ['never is said too soon', answered, answered.replace('>', '>=')],
  ['a limiter as good as new has a reset', 'used > 0 and ends_in or 0', 'ends_in'],
  // Arguments.
  ['a window may leave 2^52', 'at + period > MAX_EXACT', 'at > MAX_EXACT'],
  ['a clock that steps back makes room before 2^52', 'at + period > MAX_EXACT', 'now + period > MAX_EXACT'],
];
