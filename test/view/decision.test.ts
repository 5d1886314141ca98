import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { Drive } from '../../src/limiter/decision.ts';
import { crashView, decisionLine, evalLine, roundTripsLine } from '../../src/view/decision.ts';

const style = { chalk: new Chalk({ level: 0 }), width: 80, unicode: true };
const drive: Drive = { algorithm: 'sliding-window-log', limit: 5, periodMs: 60_000 };
const allowed = { allowed: true, remaining: 4, retryAfterMs: 0, resetAfterMs: 60_000 };
const denied = { allowed: false, remaining: 0, retryAfterMs: 59_999, resetAfterMs: 60_000 };

describe('a decision in a line', () => {
  it.each([
    [1, allowed, '✓ allowed  enterprise · 4 of 5 remaining · as good as new in 60 s'],
    [1, denied, '✗ denied  enterprise · 0 of 5 remaining · retry after 59.999 s · as good as new in 60 s'],
    [
      7,
      { ...denied, retryAfterMs: -1 },
      '✗ denied  enterprise for 7 units · 0 of 5 remaining · never: it costs more than fits · as good as new in 60 s',
    ],
    [
      -5,
      { ...allowed, remaining: 9, retryAfterMs: null, resetAfterMs: null },
      '✓ allowed  enterprise for -5 units · 9 of 5 remaining',
    ],
    [
      0,
      { ...allowed, remaining: 5, resetAfterMs: 0 },
      'look  enterprise · 5 of 5 remaining · as good as new',
    ],
    [
      1,
      { ...denied, retryAfterMs: null },
      '✗ denied  enterprise · 0 of 5 remaining · no retry time · as good as new in 60 s',
    ],
    [
      1,
      { ...allowed, delayMs: 6_000 },
      '✓ allowed  enterprise · 4 of 5 remaining · its turn comes in 6 s · as good as new in 60 s',
    ],
    [
      1,
      { ...allowed, delayMs: 0 },
      '✓ allowed  enterprise · 4 of 5 remaining · its turn is now · as good as new in 60 s',
    ],
    [
      1,
      { ...denied, delayMs: 0 },
      '✗ denied  enterprise · 0 of 5 remaining · retry after 59.999 s · as good as new in 60 s',
    ],
  ])('cost %i, %j', (cost, decision, line) => {
    expect(decisionLine('enterprise', drive, cost, decision, { ...style, width: 200 })).toBe(line);
  });
});

describe('a limiter that takes several calls', () => {
  it('says how many round trips a jump was, and one that takes one says nothing', () => {
    expect(roundTripsLine(2, style)).toEqual(['2 round trips: somebody else may come in between.']);
    expect(roundTripsLine(1, style)).toEqual([]);
  });

  it('tells what a caller that died did not send: code, and not too much of it', () => {
    const script = `-- call 2: the TTL\n\n${Array.from({ length: 8 }, (_, i) => `redis.call('EXPIRE', KEYS[1], ${i})`).join('\n')}`;
    expect(crashView('intrepid', 1, [script, "return redis.call('GET', KEYS[1])"], { ...style, width: 40 }))
      .toMatchInlineSnapshot(`
      "✗ crashed  intrepid · its caller died
        after call 1 of 3
      Never sent:
        redis.call('EXPIRE', KEYS[1], 0)
        redis.call('EXPIRE', KEYS[1], 1)
        redis.call('EXPIRE', KEYS[1], 2)
        redis.call('EXPIRE', KEYS[1], 3)
        redis.call('EXPIRE', KEYS[1], 4)
        redis.call('EXPIRE', KEYS[1], 5)
        …
        return redis.call('GET', KEYS[1])"
    `);
    expect(crashView('intrepid', 1, [], { ...style, unicode: false }).split('\n')[0]).toBe(
      'x crashed  intrepid - its caller died after call 1 of 1',
    );
  });
});

describe('the EVAL line', () => {
  it('quotes what valkey-cli would split or not read', () => {
    expect(evalLine('return "a\\b"\n-- é', ['hyperdrive:{x}:y'], ['5', ''])).toBe(
      String.raw`EVAL "return \"a\\b\"\n-- \xc3\xa9" 1 hyperdrive:{x}:y 5 ""`,
    );
  });
});
