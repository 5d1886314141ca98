import type { Mutant } from '../../lua/mutate.ts';

const needed = 'local needed = price + kept * period';
const fits = 'local fits = needed <= credit';
const remaining = 'math.max(0, math.floor(credit / period) - kept)';
const waits = 'at + math.ceil((needed - credit) / limit) - now';
const expire = "redis.call('PEXPIRE', key, int(at + math.ceil((full - credit) / limit) - now))";

/** Mistakes that are easily made in shedding by tier. */
export const gracefulDegradationMutants: readonly Mutant[] = [
  ['bronze leaves half, rounded down', 'bronze = math.ceil', 'bronze = math.floor'],
  ['silver leaves a fifth, not rounded', 'silver = math.ceil(capacity / 5)', 'silver = capacity / 5'],
  [
    'silver leaves a fifth, rounded to the nearest',
    'silver = math.ceil(capacity / 5)',
    'silver = math.floor(capacity / 5 + 0.5)',
  ],
  ['the share is of the limit', 'math.ceil(capacity / 2)', 'math.ceil(limit / 2)'],
  [
    'the share is of what is there',
    needed,
    'kept = kept * credit / full\nlocal needed = price + kept * period',
  ],
  [
    'the tier must leave it before the jump, not after',
    fits,
    'local fits = kept * period <= credit and price <= credit',
  ],
  ['leaves one unit too many', fits, 'local fits = needed < credit or kept == 0 and needed <= credit'],
  ['gold is shed like silver', 'gold = 0', 'gold = math.ceil(capacity / 5)'],
  ['the wait is gold’s', waits, `math.max(1, ${waits.replace('needed', 'price')})`],
  [
    'the wait ends when the tier may jump at all',
    waits,
    `math.max(1, ${waits.replace('needed - credit', 'kept * period + period - credit')})`,
  ],
  ['never is said of the capacity alone', 'if cost + kept > capacity then', 'if cost > capacity then'],
  ['remaining is gold’s', remaining, 'math.floor(credit / period)'],
  ['remaining goes below zero', remaining, 'math.floor(credit / period) - kept'],
  [
    'the key lives until the tier’s part is full',
    expire,
    "redis.call('PEXPIRE', key, int(at + math.ceil((full - kept * period - math.min(credit, full - kept * period - 1)) / limit) - now))",
  ],
  ['an unknown tier is bronze', 'KEPT[ARGV[6]] --', 'KEPT[ARGV[6]] or KEPT.bronze --'],
];
