import type { SeveralRule } from '../../../src/limiter/several.ts';
import type { Mutant } from '../mutate.ts';

const clock = 'if ms >= now then bucket.arrival, bucket.part = ms, parts end';
const wait =
  'bucket.arrival - now + math.ceil((bucket.part + cost * bucket.period - bucket.full) / bucket.limit)';
const never = 'if cost > bucket.capacity then bucket.retry_after = -1 end';
const own = 'bucket.retry_after = cost > 0 and math.max(0, wait) or 0';
const remaining = 'math.max(0, math.floor((bucket.full - ahead) / bucket.period))';
const reset = 'reply[#reply + 1] = bucket.arrival - now + math.ceil(bucket.part / bucket.limit)';

/** Mistakes in what both scripts do for each limit. */
const common: readonly Mutant[] = [
  ['the fraction is lost', clock, 'if ms >= now then bucket.arrival = ms end'],
  ['another limit’s fraction is taken for this one’s', 'tonumber(of) ~= bucket.limit', 'false'],
  ['another limit’s fraction is lost', 'ms + math.ceil(parts / of), 0', 'ms, 0'],
  [
    'forgets a debt while the clock is behind it',
    clock,
    clock.replace('ms >= now', 'ms >= now and ms - now <= bucket.full'),
  ],
  ['a cost counts once', wait, wait.replace('cost *', 'math.min(cost, 1) *')],
  ['every limit takes the period of the first', 'ARGV[3 * index + 1]', 'ARGV[4]'],
  [
    'every limit takes the limit of the first',
    'local limit = whole(ARGV[3 * index],',
    'local limit = whole(ARGV[3],',
  ],
  ['the capacity is not read', "if ARGV[3 * index + 2] ~= '' then", 'if false then'],
  ['only the first key is read', "redis.call('GET', bucket.key)", "redis.call('GET', KEYS[1])"],
  ['admits a millisecond too early', own, own.replace('wait)', 'wait - 1)')],
  ['promises a millisecond too late', own, own.replace('math.max(0, wait)', '(wait > 0 and wait + 1 or 0)')],
  ['a look is denied', own, 'bucket.retry_after = math.max(0, wait)'],
  ['promises room for what never fits', never, ''],
  ['never is said too soon', never, never.replace('>', '>=')],
  ['remaining is rounded up', remaining, remaining.replace('floor', 'ceil')],
  ['remaining below zero', remaining, 'math.floor((bucket.full - ahead) / bucket.period)'],
  ['reset is rounded down', reset, reset.replace('ceil', 'floor')],
];

const charge = 'if cost > 0 and denied_by == 0 then';
const longest = 'local longer = bucket.retry_after > retry_after or bucket.retry_after == -1';

const allOrNothing: readonly Mutant[] = [
  ['charges what it denies', charge, 'if cost > 0 then'],
  ['a look writes', charge, 'if denied_by == 0 then'],
  [
    'charges each limit that has room, whatever the others say',
    `${charge}\n  for _, bucket in ipairs(buckets) do\n`,
    'if cost > 0 then\n  for at = 1, #buckets do\n    local bucket = buckets[at].retry_after == 0 and buckets[at] or { limit = 1, period = 1, arrival = now, part = 0, key = KEYS[1] }\n',
  ],
  [
    'the first that denies is named, not the longest wait',
    longest,
    'local longer = denied_by == 0 and bucket.retry_after ~= 0',
  ],
  [
    'the last of equals is named',
    longest,
    longest.replace('>', '>= math.max(1,').replace('retry_after or', 'retry_after) or'),
  ],
  [
    'the shortest wait is told',
    longest,
    'local longer = bucket.retry_after ~= 0 and (denied_by == 0 or bucket.retry_after < retry_after)',
  ],
  [
    'never is shorter than a wait',
    longest,
    'local longer = bucket.retry_after > retry_after or (bucket.retry_after == -1 and denied_by == 0)',
  ],
  ['the last that can never admit is named', 'if longer and retry_after ~= -1 then', 'if longer then'],
  ['no TTL', ", 'PX', int(bucket.arrival - now + math.ceil(bucket.part / bucket.limit))", ''],
  [
    'the TTL is a period',
    'int(bucket.arrival - now + math.ceil(bucket.part / bucket.limit))',
    'int(bucket.period)',
  ],
  ['large numbers lose digits', "string.format('%.0f', number)", 'tostring(number)'],
  ['the fraction is rounded down, and drifts', 'bucket.part = part % bucket.limit', 'bucket.part = 0'],
];

const pick = 'if bucket.retry_after == 0 and cost > 0 and tier == 0 then tier = index end';
const shortest = 'local shorter = retry_after == -1 or bucket.retry_after < retry_after';

const firstThatFits: readonly Mutant[] = [
  ['the last that fits is charged', pick, pick.replace(' and tier == 0', '')],
  ['a look is told a tier', pick, pick.replace(' and cost > 0', '')],
  ['what never fits is charged', pick, pick.replace('== 0 and cost', '<= 0 and cost')],
  ['the wait of the first tier is told', shortest, 'local shorter = retry_after == -1'],
  ['the longest wait is told', shortest, shortest.replace('<', '>')],
  ['never counts as no wait', 'if bucket.retry_after ~= -1 and shorter', 'if shorter'],
  ['no tier is charged', 'local taken = buckets[tier]', 'local taken = nil'],
  [
    'every jump is charged to the first',
    'local taken = buckets[tier]',
    'local taken = buckets[math.min(tier, 1)]',
  ],
  ['no TTL', ", 'PX', int(taken.arrival - now + math.ceil(taken.part / taken.limit))", ''],
  [
    'the TTL is a period',
    'int(taken.arrival - now + math.ceil(taken.part / taken.limit))',
    'int(taken.period)',
  ],
  ['large numbers lose digits', "string.format('%.0f', number)", 'tostring(number)'],
  ['the fraction is rounded down, and drifts', 'taken.part = part % taken.limit', 'taken.part = 0'],
];

/** Every mutant of a rule's script that a random trace must find. */
export const severalMutants: Readonly<Record<SeveralRule, readonly Mutant[]>> = {
  'all-or-nothing': [...common, ...allOrNothing],
  'first-that-fits': [...common, ...firstThatFits],
};
