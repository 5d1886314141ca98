import type { Mutant } from '../../lua/mutate.ts';

const both = 'if cost > 0 and retry_after == 0 then';
const room = 'elseif cost > 0 and window.used + cost > window.limit then';
const waits = 'retry_after = math.max(retry_after, window.ends_at - now)';
const expire = "redis.call('PEXPIRE', window.key, int(window.ends_at - now))";
const remaining = 'remaining = math.min(remaining, math.max(0, window.limit - window.used))';
const reset = 'if window.used > 0 then reset_after';

/** Mistakes that are easily made with two limits at once. */
export const sharedLimitsMutants: readonly Mutant[] = [
  [
    'the starbase is charged for what the fleet denies',
    both,
    `if cost > 0 and retry_after > 0 and windows[1].used + cost <= limit then
  redis.call('HSET', KEYS[1], 'window', int(windows[1].begin), 'used', int(windows[1].used + cost))
  redis.call('PEXPIRE', KEYS[1], int(windows[1].ends_at - now))
end
${both}`,
  ],
  [
    'the fleet is charged for what the starbase denies',
    both,
    `if cost > 0 and retry_after > 0 and windows[2].used + cost <= shared_limit then
  redis.call('HSET', KEYS[2], 'window', int(windows[2].begin), 'used', int(windows[2].used + cost))
  redis.call('PEXPIRE', KEYS[2], int(windows[2].ends_at - now))
end
${both}`,
  ],
  ['the fleet is not asked', room, room.replace('cost > 0 and', 'cost > 0 and window == windows[1] and')],
  ['the starbase is not asked', room, room.replace('cost > 0 and', 'cost > 0 and window == windows[2] and')],
  [
    'room in the one is enough',
    both,
    'if cost > 0 and (windows[1].used + cost <= limit or windows[2].used + cost <= shared_limit) then retry_after = 0',
  ],
  [
    'the wait is that of the later window, whoever denies',
    waits,
    'retry_after = math.max(windows[1].ends_at, windows[2].ends_at) - now',
  ],
  [
    'the wait is that of the earlier window',
    waits,
    'retry_after = retry_after == 0 and window.ends_at - now or math.min(retry_after, window.ends_at - now)',
  ],
  [
    'a shared period is the starbase’s',
    'open(KEYS[2], shared_limit, shared_period)',
    'open(KEYS[2], shared_limit, period)',
  ],
  [
    'both live as long as the starbase’s window',
    expire,
    expire.replace('window.ends_at', 'windows[1].ends_at'),
  ],
  ['the shared key has no TTL', expire, `if window == windows[1] then ${expire} end`],
  [
    'remaining is the starbase’s',
    remaining,
    'if window == windows[1] then remaining = math.max(0, window.limit - window.used) end',
  ],
  ['reset is the starbase’s', reset, 'if window.used > 0 and window == windows[1] then reset_after'],
  ['an unused window has a reset', reset, 'if true then reset_after'],
  ['never is said of the shared limit alone', 'if cost > window.limit then', 'if cost > shared_limit then'],
  [
    'the shared numbers are not checked',
    'local shared_limit = whole(ARGV[5], 1, MAX_EXACT)',
    'local shared_limit = tonumber(ARGV[5]) or limit',
  ],
];
