import type { Mutant } from './mutate.ts';

const clock = 'if ms >= now then arrival, part = ms, parts end';
const other = 'ms, parts = ms + math.ceil(parts / of), 0';
const wait = 'arrival - now + math.ceil((part + price - full) / limit)';
const fits = 'local fits = wait <= 0';
const admits = 'if cost > 0 and fits then';
const ttl = "'PX', int(arrival - now + math.ceil(part / limit))";
const reset = 'local reset_after = arrival - now + math.ceil(part / limit)';
const remaining = 'math.max(0, math.floor((full - ahead) / period))';

/** Mistakes that are easily made in GCRA. */
export const gcraMutants: readonly Mutant[] = [
  // The arrival time.
  [
    'an arrival time that has passed gives credit for most of an interval',
    clock,
    'arrival, part = math.max(ms, now + 1 - math.floor(period / limit)), parts',
  ],
  [
    'forgets a debt that is younger than the caller’s clock',
    clock,
    'if ms > now then arrival, part = ms, parts end',
  ],
  ['the fraction is lost', clock, 'if ms >= now then arrival = ms end'],
  [
    'the fraction is rounded up, and drifts',
    'part = part % limit',
    'if part % limit > 0 then arrival = arrival + 1 end part = 0',
  ],
  ['the fraction is rounded down, and drifts', 'part = part % limit', 'part = 0'],
  [
    'the fraction is counted twice',
    '  arrival = arrival + math.floor(part / limit)\n',
    '  arrival = arrival + math.ceil(part / limit)\n',
  ],
  [
    'the interval is in whole milliseconds',
    'local price = cost * period',
    'local price = cost * math.floor(period / limit) * limit',
  ],
  ['another limit’s fraction is taken for this one’s', 'tonumber(of) ~= limit', 'false'],
  ['another limit’s fraction is lost', other, 'ms, parts = ms, 0'],
  ['another limit always costs a millisecond', other, 'ms, parts = ms + 1, 0'],
  // Admission.
  ['a cost counts once', 'local price = cost * period', 'local price = math.min(cost, 1) * period'],
  ['admits one millisecond too early', fits, 'local fits = wait <= 1'],
  ['admits one too few', fits, 'local fits = wait < 0'],
  ['admits one too many', wait, wait.replace('- full', '- full - period')],
  ['admits what begins inside the tolerance', wait, wait.replace('price', 'math.min(price, 1)')],
  ['the tolerance is a period, whatever the capacity', wait, wait.replace('full', 'limit * period')],
  ['charges what it denies', admits, 'if cost > 0 then'],
  ['a look writes', admits, 'if fits and (cost > 0 or arrival > now or part > 0) then'],
  [
    'a clock that steps back begins anew',
    clock,
    'if ms >= now and ms - now <= full / limit then arrival, part = ms, parts end',
  ],
  // TTL.
  ['no TTL', `, ${ttl}`, ''],
  [
    'the TTL ends one millisecond early',
    ttl,
    "'PX', int(math.max(1, arrival - now + math.floor(part / limit)))",
  ],
  ['the TTL is a period, whatever the capacity', ttl, "'PX', int(period)"],
  ['the TTL is in whole seconds', ttl, "'EX', int(math.ceil((arrival - now + 1) / 1000))"],
  [
    'a look renews the TTL',
    admits,
    `if stored then redis.call('PEXPIRE', key, int(arrival - now + 1)) end ${admits}`,
  ],
  // Answers.
  ['remaining is rounded up', remaining, remaining.replace('floor', 'ceil')],
  ['remaining below zero', remaining, 'math.floor((full - ahead) / period)'],
  ['remaining forgets the fraction', '(arrival - now) * limit + part', '(arrival - now) * limit'],
  [
    'promises one millisecond too early',
    'return { 0, remaining, wait, ',
    'return { 0, remaining, wait - 1, ',
  ],
  ['promises one millisecond too late', 'return { 0, remaining, wait, ', 'return { 0, remaining, wait + 1, '],
  [
    'promises when the bucket is full',
    'return { 0, remaining, wait, ',
    'return { 0, remaining, reset_after, ',
  ],
  ['promises room for what never fits', 'if cost > capacity then', 'if false then'],
  ['never is said too soon', 'if cost > capacity then', 'if cost >= capacity then'],
  ['reset is rounded down', reset, reset.replace('ceil', 'floor')],
  ['reset is a period', reset, 'local reset_after = arrival > now and period or 0'],
];
