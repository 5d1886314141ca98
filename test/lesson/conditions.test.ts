import { describe, expect, it } from 'vitest';
import { evaluate, parseConditions, shown } from '../../src/lesson/conditions.ts';

const document = {
  allowed: 20,
  denied: 0,
  ok: true,
  firstDenial: { retryAfterMs: 59_999 },
  nothing: null,
  ship: 'enterprise',
  state: { length: 5, entries: [{ member: 'a b', score: '17' }] },
};

const holds = (text: string): boolean => evaluate(parseConditions(text)!, document).holds;

describe('conditions', () => {
  it.each([
    'allowed=20',
    'allowed = 20 denied = 0',
    'allowed!=5',
    'allowed>=20 allowed<=20 allowed>19 allowed<21',
    'firstDenial.retryAfterMs<=60000',
    'state.entries.0.score=17',
    'state.entries.0.score>16.5',
    'state.entries.length=1',
    'state.entries.0.member="a b"',
    'ship=enterprise ship!=kobayashi',
    'ok=true',
    'nothing=null',
  ])('%s holds', (text) => expect(holds(text)).toBe(true));

  it.each([
    'allowed=5',
    'allowed=20 denied=1',
    'ok=1',
    'ok="true"',
    'ship<z',
    'nothing<1',
    'missing=null',
    'missing!=5',
    'nothing.further!=5',
    'ship.constructor!=5',
  ])('%s does not hold', (text) => expect(holds(text)).toBe(false));

  it('tells the first that fails, and what stands there', () => {
    const verdict = evaluate(parseConditions('allowed=20 firstDenial.retryAfterMs < 5 denied=7')!, document);
    expect(verdict).toMatchObject({
      holds: false,
      failed: { text: 'firstDenial.retryAfterMs<5' },
      got: 59_999,
    });
  });

  it.each(['', 'allowed', 'allowed==5', '=5', 'allowed=', 'allowed=5denied=1 x', 'a="unclosed', 'a="\\q"'])(
    'refuses %j',
    (text) => expect(parseConditions(text)).toBeNull(),
  );

  it('shows anything on one short line', () => {
    expect(shown(undefined)).toBe('nothing there');
    expect(shown('a\nb')).toBe('"a\\nb"');
    expect(shown('x'.repeat(500))).toHaveLength(120);
  });
});
