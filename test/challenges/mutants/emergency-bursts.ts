import type { Mutant } from '../../lua/mutate.ts';

const refill = 'math.min(full, stored[1] + (at - stored[2]) * limit)';
const reserve = 'open(KEYS[2], RESERVE, RESERVE_PERIOD, RESERVE)';
const takes = 'if not allowed and cost * source.period <= source.credit then';
const expire = "redis.call('PEXPIRE', bucket.key, int(wait_for(bucket, bucket.full)))";
const never = 'if credit > bucket.full then return math.huge end';

/** Mistakes that are easily made with a second bucket. */
export const emergencyBurstsMutants: readonly Mutant[] = [
  ['normal jumps find the reserve', "if kind == 'emergency' then sources", 'if true then sources'],
  ['the reserve goes first', 'sources[2] = open', 'sources[2] = bucket sources[1] = open'],
  ['emergencies leave the bucket alone', 'sources[2] = open', 'sources[1] = open'],
  ['an emergency takes from both', takes, takes.replace('not allowed', 'cost > 0')],
  [
    'what the bucket lacks is made up from the reserve',
    takes,
    `if not allowed and source == bucket and sources[2] and cost * period > bucket.credit
      and cost * RESERVE_PERIOD <= sources[2].credit + bucket.credit / period * RESERVE_PERIOD then
    bucket.credit = cost * period
  end
  ${takes}`,
  ],
  [
    'only whole tokens refill',
    refill,
    'math.min(full, stored[1] + math.floor((at - stored[2]) * limit / period) * period)',
  ],
  ['the reserve refills at the bucket’s pace', reserve, 'open(KEYS[2], limit, period, RESERVE)'],
  ['the reserve holds as much as the bucket', reserve, 'open(KEYS[2], RESERVE, RESERVE_PERIOD, capacity)'],
  [
    'the reserve never refills',
    'local at = math.max(now, tonumber(stored[2] or 0))',
    'local at = key == KEYS[2] and tonumber(stored[2]) or math.max(now, tonumber(stored[2] or 0))',
  ],
  [
    'the TTL is the other bucket’s',
    expire,
    "redis.call('PEXPIRE', bucket.key, int(math.ceil(period / limit)))",
  ],
  ['the reserve has no TTL', expire, `if bucket.key == KEYS[1] then ${expire} end`],
  [
    'the wait is the later of the two',
    'retry_after = math.min(retry_after,',
    'retry_after = math.max(retry_after == math.huge and 0 or retry_after,',
  ],
  ['a bucket that is too small makes it never', never, 'if credit > bucket.full then return -1 end'],
  [
    'remaining is the sum of both',
    'remaining = math.max(remaining, math.floor(source.credit / source.period))',
    'remaining = remaining + math.floor(source.credit / source.period)',
  ],
  [
    'reset forgets the reserve',
    'reset_after = math.max(reset_after, wait_for(source, source.full))',
    'if source == bucket then reset_after = wait_for(source, source.full) end',
  ],
  ['what is not an emergency is normal', "if kind ~= 'normal' and kind ~= 'emergency' then", 'if false then'],
];
