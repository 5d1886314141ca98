import type { Mutant } from '../lua/mutate.ts';

const steppedBack = 'if newest > minute then';
const begins = 'if minute > newest then';
const old = 'if began and began <= minute - keep_ms then';
const expire = "    redis.call('PEXPIRE', key, int(minute + keep_ms - now))\n";
const write = 'if allowed + denied > 0 then';

/** Mistakes that are easily made in counting usage. */
export const recordMutants: readonly Mutant[] = [
  ['believes a clock that steps back', steppedBack, 'if false then'],
  ['a clock that steps back begins the newest minute anew', "redis.call('HGET', key, int(minute))", 'nil'],
  ['nothing is ever dropped', old, 'if false then'],
  ['keeps one minute too many', old, old.replace('<=', '<')],
  ['drops one minute too early', old, old.replace('minute - keep_ms', 'minute - keep_ms + MINUTE')],
  ['only the first minute of all begins', begins, 'if newest < 0 then'],
  ['no TTL', expire, ''],
  [
    'the TTL is what is kept, whenever the minute began',
    expire,
    expire.replace('minute + keep_ms - now', 'keep_ms'),
  ],
  ['the TTL is a minute short', expire, expire.replace('keep_ms', 'keep_ms - MINUTE + 1')],
  ['a look writes', write, 'if true then'],
  ['denials alone are not written', write, 'if allowed > 0 then'],
  ['what was allowed is not written alone', write, 'if denied > 0 then'],
  ['counts calls', 'allowed_so_far + allowed,', 'allowed_so_far + 1,'],
  ['counts what was denied as allowed', 'allowed_so_far + allowed,', 'allowed_so_far + allowed + denied,'],
  ['forgets what the minute held', 'denied_so_far + denied', 'denied'],
  [
    'answers what it held before',
    'return { minute, allowed_now,',
    'return { minute, tonumber(allowed_so_far),',
  ],
  [
    'large numbers lose digits',
    "return string.format('%.0f', number)",
    "return string.format('%.14g', number)",
  ],
  ['minutes of 59 seconds', 'local MINUTE = 60000', 'local MINUTE = 59000'],
  ['the server’s clock in seconds', 'time[1] * 1000 + math.floor(time[2] / 1000)', 'tonumber(time[1])'],
  ['any text is a number', "string.match(text or '', '^%d+$') and tonumber(text)", "tonumber(text or '')"],
  ['a sum beyond 2^52', 'if allowed_now > MAX_EXACT then', 'if false then'],
  ['denials beyond 2^52', 'if denied_now > MAX_EXACT then', 'if false then'],
  ['an instant whose TTL leaves 2^52', 'if minute + keep_ms > MAX_EXACT then', 'if false then'],
  ['a day and more', 'whole(ARGV[3], 1, 1440)', 'whole(ARGV[3], 1, 14400)'],
  [
    'takes any text for counts',
    "if not allowed_so_far then return redis.error_reply('ERR the key holds no usage') end",
    'if not allowed_so_far then allowed_so_far, denied_so_far = 0, 0 end',
  ],
];
