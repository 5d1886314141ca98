import { afterAll, describe, expect, inject, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { models } from '../models/index.ts';
import type { Case } from './plans.ts';
import { slidingWindowLogSuite } from './sliding-window-log.suite.ts';
import { readLua, runTrace, timeStandsStill } from './trace.ts';

const engine = await openEngine('url', parseServerUrl(inject('engineUrl')));
const prefix = prefixOf(`t-mutants-${process.pid}`);
const key = `${prefix}ship`;
const original = readLua('sliding-window-log');

afterAll(async () => {
  await engine.call('UNLINK', key);
  engine.close();
});

/** The script with one mistake; throws unless the replaced text stands in it exactly once. */
function mutate(text: string, from: string, to: string): string {
  const [head, tail, ...more] = text.split(from);
  if (tail === undefined || more.length) throw new Error(`not exactly once in the script: ${from}`);
  return `${head}${to}${tail}`;
}

const denies = 'if cost > 0 and missing <= 0 then';
const trim = "redis.call('ZREMRANGEBYSCORE', key, '-inf', int(at - period))";
const expire = "redis.call('PEXPIRE', key, int(at + period - now))";

const mutants: readonly [name: string, from: string, to: string][] = [
  // The boundary.
  ['a unit frees one millisecond late', "'(' .. int(at - period)", 'int(at - period)'],
  ['a unit frees one millisecond early', "'(' .. int(at - period)", "'(' .. int(at - period + 1)"],
  ['trims one millisecond too much', trim, trim.replace('period)', 'period + 1)')],
  ['keeps what has expired', trim, ''],
  ['trims on every call', 'local used =', `${trim} local used =`],
  // Members.
  ['the timestamp is the member', "int(at) .. '-' .. string.format('%05d', sequence + unit)", 'int(at)'],
  ['every call counts its members from one', 'sequence + unit)', 'unit)'],
  [
    'goes on counting from the caller’s clock',
    'if tonumber(newest[2]) == at',
    'if tonumber(newest[2]) == now',
  ],
  ['members do not sort as their numbers do', "'%05d'", "'%d'"],
  ['a cost counts once', 'for unit = 1, cost do', 'for unit = 1, 1 do'],
  // TTL.
  ['no TTL', expire, ''],
  ['the TTL forgets that the clock stepped back', expire, "redis.call('PEXPIRE', key, int(period))"],
  ['the TTL is in whole seconds', expire, "redis.call('EXPIRE', key, math.ceil((at + period - now) / 1000))"],
  ['a look renews the TTL', denies, `${expire} ${denies}`],
  // Admission.
  ['charges what it denies', denies, 'if cost > 0 then'],
  ['admits one too many', denies, 'if cost > 0 and missing <= 1 then'],
  ['admits one too few', denies, 'if cost > 0 and missing < 0 then'],
  ['the cost is not part of the question', 'used + cost - limit', 'used + 1 - limit'],
  ['believes a clock that steps back', 'math.max(now, tonumber(newest[2] or 0))', 'now'],
  // Answers.
  ['waits for the newest unit', "'LIMIT', missing - 1, 1)", "'LIMIT', used - 1, 1)"],
  ['waits for the oldest unit whatever the cost', "'LIMIT', missing - 1, 1)", "'LIMIT', 0, 1)"],
  ['waits for one unit too many', "'LIMIT', missing - 1, 1)", "'LIMIT', math.min(missing, used - 1), 1)"],
  ['waits from the newest instant, not from the caller’s', 'last[2] + period - now', 'last[2] + period - at'],
  ['promises one millisecond too early', 'last[2] + period - now', 'last[2] + period - now - 1'],
  ['promises one millisecond too late', 'last[2] + period - now', 'last[2] + period - now + 1'],
  [
    'promises room for what never fits',
    'if cost > limit then',
    'if cost > limit + 1 then cost = limit end if false then',
  ],
  ['never is said too soon', 'if cost > limit then', 'if cost >= limit then'],
  ['remaining before this call', 'used = used + cost\n', ''],
  ['remaining one too low', 'limit - used)', 'limit - used - 1)'],
  ['remaining below zero', 'math.max(0, limit - used)', 'limit - used'],
  ['reset is told from the newest instant', 'newest[2] + period - now or 0', 'newest[2] + period - at or 0'],
  ['reset is a whole period', 'newest[2] + period - now or 0', 'period or 0'],
  [
    'reset counts on the newest unit before this one',
    "newest = { '', at }",
    "newest = { '', newest[2] or at }",
  ],
  // Numbers and arguments.
  ['large numbers lose digits', "string.format('%.0f', number)", 'tostring(number)'],
  ['what only starts like a number is one', "'^%d+$'", "'^%d+'"],
  ['a fraction is a number', "'^%d+$'", "'^[%d.]+$'"],
  ['a limit of 0', 'ARGV[1], 1, 10000', 'ARGV[1], 0, 10000'],
  ['the largest limit is refused', 'ARGV[1], 1, 10000', 'ARGV[1], 1, 9999'],
  ['a limit without end', 'ARGV[1], 1, 10000', 'ARGV[1], 1, MAX_EXACT'],
  ['a period of 0', 'ARGV[2], 1,', 'ARGV[2], 0,'],
  ['a window may leave 2^52', 'at + period > MAX_EXACT', 'at > MAX_EXACT'],
  ['the server’s clock in whole seconds', 'math.floor(time[2] / 1000)', '0'],
];

const frozenTime = await timeStandsStill(engine, key);
const lookAlike = engine.server.name === 'look-alike';
const effort = { runs: lookAlike ? 300 : 1000, largestLimit: 50, shrink: false };

function mutant(name: string): Case {
  const [, from, to] = mutants.find((one) => one[0] === name)!;
  const text = mutate(original, from, to);
  return { connection: engine, key, text, frozenTime, ...models['sliding-window-log']! };
}

describe('every mutant of sliding-window-log is killed', () => {
  it.each(mutants.map(([name]) => name))('%s', async (name) => {
    const subject = mutant(name);
    // A mutant that cannot run proves nothing.
    const { outcomes } = await runTrace(subject, [{ limit: 5, periodMs: 1000, cost: 1, nowMs: 5000 }]);
    expect(outcomes).toHaveLength(1);

    let killed: string | null = null;
    for (const check of slidingWindowLogSuite) killed ??= await check.counterexample(subject, effort);
    expect(killed).not.toBeNull();
  });
});

describe('every check can fail on its own', () => {
  const caught: Record<string, string> = {
    'answers every call': 'a unit frees one millisecond late',
    'keeps what it promises': 'promises one millisecond too early',
    'changes nothing with': 'a look renews the TTL',
    'without now_ms': 'the server’s clock in whole seconds',
    'refuses arguments': 'a limit of 0',
    'takes the largest': 'the largest limit is refused',
    'stores one member': 'keeps what has expired',
  };

  it.each(slidingWindowLogSuite)('$name', async (check) => {
    const name = Object.entries(caught).find(([start]) => check.name.startsWith(start))?.[1];
    expect(await check.counterexample(mutant(name!), effort)).not.toBeNull();
  });
});

it('shrinks what it finds to a few calls, and tells the seed', async () => {
  const model = slidingWindowLogSuite.find((check) => check.name.startsWith('answers every call'))!;
  const told = await model.counterexample(mutant('a unit frees one millisecond late'), {
    ...effort,
    shrink: true,
    // Where shrinking ends depends on where it began; that it works is seen from one beginning.
    seed: 1,
  });
  expect(told).toMatch(/^seed \d+ path [\d:]+, shrunk \d+ times:\n/);
  expect(told!.match(/^ {2}at /gm)!.length).toBeLessThanOrEqual(4);
});

describe('a mutation', () => {
  it('fails when the script has changed under it', () => {
    expect(() => mutate(original, 'no such text', '')).toThrow('exactly once');
    expect(() => mutate(original, 'redis.call', '')).toThrow('exactly once');
  });
});
