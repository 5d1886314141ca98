import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { Drive } from '../../src/limiter/decision.ts';
import { decisionLine, evalLine } from '../../src/view/decision.ts';

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
      0,
      { ...allowed, remaining: 5, resetAfterMs: 0 },
      'look  enterprise · 5 of 5 remaining · as good as new',
    ],
    [
      1,
      { ...denied, retryAfterMs: null },
      '✗ denied  enterprise · 0 of 5 remaining · no retry time · as good as new in 60 s',
    ],
  ])('cost %i, %j', (cost, decision, line) => {
    expect(decisionLine('enterprise', drive, cost, decision, { ...style, width: 200 })).toBe(line);
  });
});

describe('the EVAL line', () => {
  it('quotes what valkey-cli would split or not read', () => {
    expect(evalLine('return "a\\b"\n-- é', ['hyperdrive:{x}:y'], ['5', ''])).toBe(
      String.raw`EVAL "return \"a\\b\"\n-- \xc3\xa9" 1 hyperdrive:{x}:y 5 ""`,
    );
  });
});
