import type { Mutant } from './mutate.ts';

const admits = 'if cost > 0 and fits then';
const covered = 'local left = window + period - at';
const shifted = 'previous = newest >= window - period and current or 0';
const question = 'previous * left <= free * period';
const expire = "redis.call('PEXPIRE', key, int(window + 2 * period - now))";
const promised = 'window_ends - math.floor(free * period / previous) - now';

/** Mistakes that are easily made in a sliding window counter. */
export const slidingWindowCounterMutants: readonly Mutant[] = [
  // The two windows.
  ['weighs by what has gone of the window', covered, 'local left = at - window'],
  ['the border is one millisecond early', covered, `${covered} - 1`],
  ['the window before is kept for ever', shifted, 'previous = current'],
  ['the window before is kept too long', shifted, shifted.replace('- period', '- 2 * period')],
  ['the first millisecond of the window before is lost', shifted, shifted.replace('>=', '>')],
  ['the window before is forgotten', shifted, 'previous = 0'],
  ['the window before is not counted down', question, 'previous <= free'],
  ['this window goes on after its border', '  current = 0\n', ''],
  ['believes a clock that steps back', 'math.max(now, newest)', 'now'],
  ['the newest instant is the caller’s, even when it steps back', "'at', int(at)", "'at', int(now)"],
  ['keeps no more than the window of the newest instant', "'at', int(at)", "'at', int(window)"],
  // TTL.
  ['no TTL', expire, ''],
  ['the TTL is for this window alone', expire, expire.replace('2 * ', '')],
  ['the TTL is two whole periods', expire, "redis.call('PEXPIRE', key, int(2 * period))"],
  ['a look renews the TTL', admits, `${expire} ${admits}`],
  // Admission.
  ['charges what it denies', admits, 'if cost > 0 then'],
  ['a look writes', admits, 'if fits then'],
  ['the cost is not part of the question', 'limit - current - cost', 'limit - current - 1'],
  ['rounds the estimate down', question, 'math.floor(previous * left / period) <= free'],
  ['a drifting share', question, 'previous * (1 - (at - window) / period) <= free'],
  // Answers.
  ['remaining is rounded up', 'math.floor(((limit', 'math.ceil(((limit'],
  [
    'remaining forgets the window before',
    '(limit - current) * period - previous * left',
    '(limit - current) * period',
  ],
  [
    'reset after this window alone',
    'if current > 0 then reset_after = window + 2 * period',
    'if current > 0 then reset_after = window + period',
  ],
  ['never is said too soon', 'if cost > limit then', 'if cost >= limit then'],
  ['promises the border, always', promised, 'window + period - now'],
  ['promises one millisecond too early', promised, promised.replace('math.floor', 'math.ceil')],
  ['waits from the newest instant, not from the caller’s', promised, promised.replace('- now', '- at')],
  ['the next window ends with this one', '  window_ends = window_ends + period\n', ''],
  [
    'counts down the window before in the next one',
    'previous, free = current, limit - cost',
    'free = limit - cost',
  ],
  // Arguments.
  ['limit times period may leave 2^52', 'limit * period > MAX_EXACT', 'limit > MAX_EXACT'],
  ['a window may leave 2^52', 'at + 2 * period > MAX', 'at + period > MAX'],
  ['a clock that steps back makes room before 2^52', 'at + 2 * period > MAX', 'now + 2 * period > MAX'],
];
