import type { Mutant } from './mutate.ts';

const clock = 'math.max(now, tonumber(stored[2] or 0))';
const drain = 'math.max(0, stored[1] - (at - stored[2]) * limit)';
const fits = 'backlog + poured <= full';
const admits = 'if cost > 0 and fits then';
const delay = 'local delay = at + math.ceil(backlog / limit) - now';
const expire = "redis.call('PEXPIRE', key, int(at + math.ceil(backlog / limit) - now))";
const reset = 'local reset_after = at + math.ceil(backlog / limit) - now';
const promised = 'at + math.ceil((backlog + poured - full) / limit) - now';
const never = 'if cost > capacity then return { 0, remaining, -1, reset_after, 0 } end';

/** Mistakes that are easily made in a leaky bucket that queues. */
export const leakyBucketQueueMutants: readonly Mutant[] = [
  // The turn.
  ['the turn comes one millisecond early', delay, delay.replace('ceil', 'floor')],
  ['the turn comes one millisecond late', delay, delay.replace('- now', '- now + 1')],
  [
    'the turn is when the jump itself has been worked off',
    delay,
    delay.replace('ceil(backlog', 'ceil((backlog + cost * period)'),
  ],
  ['the turn is told from the newest instant', delay, delay.replace('- now', '- at')],
  ['nobody waits', delay, 'local delay = 0'],
  ['every jump waits the same', delay, 'local delay = math.ceil(period / limit)'],
  ['a larger queue is worked off faster', delay, delay.replace('limit', 'capacity')],
  ['a denied jump is told a turn', never, never.replace('reset_after, 0', 'reset_after, delay')],
  ['a jump that must come again is told a turn', '- now, reset_after, 0 }', '- now, reset_after, delay }'],
  [
    'a look is told none',
    'then return { 1, remaining, 0, reset_after, delay }',
    'then return { 1, remaining, 0, reset_after, cost > 0 and delay or 0 }',
  ],
  // The queue.
  ['the queue is worked off below nothing', drain, 'stored[1] - (at - stored[2]) * limit'],
  [
    'only whole units are worked off, and what has begun is begun again',
    drain,
    'math.max(0, stored[1] - math.floor((at - stored[2]) * limit / period) * period)',
  ],
  ['believes a clock that steps back', clock, 'now'],
  [
    'a clock that steps back shortens the queue',
    drain,
    drain.replace('(at - stored[2])', 'math.abs(now - stored[2])'),
  ],
  ['the instant goes back with the clock', "'at', int(at)", "'at', int(now)"],
  ['a clock that steps back makes room before 2^52', 'at + math.ceil(full', 'now + math.ceil(full'],
  // Admission.
  ['units are queued as milliseconds', 'local poured = cost * period', 'local poured = cost'],
  ['admits one too few', fits, 'backlog + poured < full'],
  ['admits one millisecond too early', fits, 'backlog + poured <= full + limit'],
  ['a jump has its turn outside the queue', fits, 'backlog <= full'],
  ['charges what it denies', admits, 'if cost > 0 then'],
  ['a look writes', admits, 'if fits then'],
  // TTL.
  ['no TTL', expire, ''],
  ['the TTL ends one millisecond early', expire, expire.replace('ceil', 'floor')],
  [
    'the TTL lasts until the turn, not until the end',
    expire,
    "redis.call('PEXPIRE', key, int(math.max(1, delay)))",
  ],
  ['the TTL forgets that the clock stepped back', expire, expire.replace('- now', '- at')],
  ['a look renews the TTL', admits, `${expire.replace('int(', 'int(1 + ')} ${admits}`],
  // Answers.
  [
    'remaining below zero',
    'math.max(0, math.floor((full - backlog) / period))',
    'math.floor((full - backlog) / period)',
  ],
  ['remaining is rounded up', 'math.floor((full', 'math.ceil((full'],
  ['promises one millisecond too early', promised, promised.replace('ceil', 'floor')],
  ['promises when the queue is empty', promised, promised.replace('backlog + poured - full', 'backlog')],
  ['waits from the newest instant, not from the caller’s', promised, promised.replace('- now', '- at')],
  ['never is said too soon', 'if cost > capacity then', 'if cost >= capacity then'],
  ['promises room for what never fits', 'if cost > capacity then', 'if false then'],
  ['reset is told from the newest instant', reset, reset.replace('- now', '- at')],
];
