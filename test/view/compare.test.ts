import { describe, expect, it } from 'vitest';
import { standings } from '../../src/traffic/compare.ts';
import { compareView, type Comparison } from '../../src/view/compare.ts';
import { plainStyle } from '../support/style.ts';

/** What algorithms said, as marks, to jumps that came every ten seconds. */
function comparison(
  patterns: Record<string, string>,
  { sizes = true, costs = [1] as readonly number[], limit = 3 } = {},
): Comparison {
  const length = Object.values(patterns)[0]!.length;
  const jumps = Array.from({ length }, (_, i) => ({ atMs: i * 10_000, cost: costs[i % costs.length]! }));
  const courses = Object.entries(patterns).map(([name, pattern], i) => ({
    name,
    decisions: [...pattern].map((mark) => ({
      allowed: mark === '+',
      remaining: mark === '+' ? 1 : 0,
      retryAfterMs: mark === '+' ? 0 : 10_000,
      resetAfterMs: 60_000,
    })),
    memoryBytes: sizes ? 100 * (i + 1) : null,
  }));
  return {
    drive: { limit, periodMs: 60_000 },
    jumps,
    courses,
    standings: standings(courses, jumps, 60_000),
    traffic: ['over 60 s', 'poisson', 'seed 7'],
  };
}

const few = comparison({ 'token-bucket': '+++--+', gcra: '+++--+' });
const many = comparison({
  'sliding-window-log': `${'+++---'.repeat(10)}+`,
  'sliding-window-counter': `${'+++---'.repeat(5)}++-+--${'+++---'.repeat(4)}-`,
});

describe('a comparison', () => {
  it('of few jumps shows all of them, and that they were decided alike', () => {
    expect(compareView(few, plainStyle())).toMatchInlineSnapshot(`
      "6 jumps · over 60 s · poisson · seed 7 · limit 3 per 60 s
      ┌──────────────┬─────────┬────────┬──────────────┬────────┬───────┐
      │ algorithm    │ allowed │ denied │ most in 60 s │ differ │ bytes │
      ├──────────────┼─────────┼────────┼──────────────┼────────┼───────┤
      │ token-bucket │       4 │      2 │            4 │        │   100 │
      │ gcra         │       4 │      2 │            4 │      0 │   200 │
      └──────────────┴─────────┴────────┴──────────────┴────────┴───────┘
      token-bucket and gcra agreed on all 6 jumps, and in every number of every
        answer.
      The fullest 60 s of token-bucket and gcra held 4: 1 above the limit of 3.

      ┌──────┬──────────────┬──────────────┬──────────┐
      │ jump │           at │ token-bucket │ gcra     │
      ├──────┼──────────────┼──────────────┼──────────┤
      │    1 │ 00:00:00.000 │ ✓ 1 left     │ ✓ 1 left │
      │    2 │ 00:00:10.000 │ ✓ 1 left     │ ✓ 1 left │
      │    3 │ 00:00:20.000 │ ✓ 1 left     │ ✓ 1 left │
      │    4 │ 00:00:30.000 │ ✗ 0 left     │ ✗ 0 left │
      │    5 │ 00:00:40.000 │ ✗ 0 left     │ ✗ 0 left │
      │    6 │ 00:00:50.000 │ ✓ 1 left     │ ✓ 1 left │
      └──────┴──────────────┴──────────────┴──────────┘"
    `);
  });

  it('of one jump counts no others', () => {
    const text = compareView(comparison({ 'token-bucket': '+', gcra: '+' }), plainStyle());
    expect(text).toMatch(/agreed on the one jump, and in every number/);
  });

  it('of many shows where they were not', () => {
    expect(compareView(many, plainStyle())).toMatchInlineSnapshot(`
      "61 jumps · over 60 s · poisson · seed 7 · limit 3 per 60 s
      ┌────────────────────────┬─────────┬────────┬──────────────┬────────┬───────┐
      │ algorithm              │ allowed │ denied │ most in 60 s │ differ │ bytes │
      ├────────────────────────┼─────────┼────────┼──────────────┼────────┼───────┤
      │ sliding-window-log     │      31 │     30 │            3 │        │   100 │
      │ sliding-window-counter │      30 │     31 │            4 │      3 │   200 │
      └────────────────────────┴─────────┴────────┴──────────────┴────────┴───────┘
      sliding-window-counter decided 3 of 61 jumps (4.9 %) differently from
        sliding-window-log: admitted 1 that it denied, denied 2 that it admitted.
      The fullest 60 s of sliding-window-counter held 4: 1 above the limit of 3.

      Jumps 6 to 61:
      sliding-window-log      ✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓
      sliding-window-counter  ✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✗✓✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✓✓✓✗✗✗✗
                                                         ^^                          ^

      ┌──────┬──────────────┬────────────────────┬────────────────────────┐
      │ jump │           at │ sliding-window-log │ sliding-window-counter │
      ├──────┼──────────────┼────────────────────┼────────────────────────┤
      │   31 │ 00:05:00.000 │ ✓ 1 left           │ ✓ 1 left               │
      │   32 │ 00:05:10.000 │ ✓ 1 left           │ ✓ 1 left               │
      │   33 │ 00:05:20.000 │ ✓ 1 left           │ ✗ 0 left               │
      │   34 │ 00:05:30.000 │ ✗ 0 left           │ ✓ 1 left               │
      │   35 │ 00:05:40.000 │ ✗ 0 left           │ ✗ 0 left               │
      │   36 │ 00:05:50.000 │ ✗ 0 left           │ ✗ 0 left               │
      │   37 │ 00:06:00.000 │ ✓ 1 left           │ ✓ 1 left               │
      │   38 │ 00:06:10.000 │ ✓ 1 left           │ ✓ 1 left               │
      │   39 │ 00:06:20.000 │ ✓ 1 left           │ ✓ 1 left               │
      └──────┴──────────────┴────────────────────┴────────────────────────┘"
    `);
  });

  it('fits a narrow terminal without unicode', () => {
    const text = compareView(many, plainStyle(40, { unicode: false }));
    expect(text).toMatchInlineSnapshot(`
      "61 jumps - over 60 s - poisson - seed 7
        - limit 3 per 60 s
      +-----------------+-------+------------+
      |algorithm        |allowed|most in 60 s|
      +-----------------+-------+------------+
      |sliding-wi...-log|     31|           3|
      |slidin...-counter|     30|           4|
      +-----------------+-------+------------+
      sliding-window-counter decided 3 of 61
        jumps (4.9 %) differently from
        sliding-window-log: admitted 1 that it
        denied, denied 2 that it admitted.
      The fullest 60 s of
        sliding-window-counter held 4: 1 above
        the limit of 3.

      Jumps 24 to 61:
      sliding-window-log
        x+++xxx+++xxx+++xxx+++xxx+++xxx+++xxx+
      sliding-window-counter
        x+++xxx++x+xx+++xxx+++xxx+++xxx+++xxxx
                 ^^                          ^

      +----+------------+---------+----------+
      |jump|          at|sl...-log|sliding...|
      +----+------------+---------+----------+
      |  31|00:05:00.000|+ 1 left |+ 1 left  |
      |  32|00:05:10.000|+ 1 left |+ 1 left  |
      |  33|00:05:20.000|+ 1 left |x 0 left  |
      |  34|00:05:30.000|x 0 left |+ 1 left  |
      |  35|00:05:40.000|x 0 left |x 0 left  |
      |  36|00:05:50.000|x 0 left |x 0 left  |
      |  37|00:06:00.000|+ 1 left |+ 1 left  |
      |  38|00:06:10.000|+ 1 left |+ 1 left  |
      |  39|00:06:20.000|+ 1 left |+ 1 left  |
      +----+------------+---------+----------+"
    `);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  it('shows costs where they differ, and no sizes where the engine has none', () => {
    const costly = comparison({ 'fixed-window': '++', gcra: '+-' }, { sizes: false, costs: [1, 4] });
    expect(compareView(costly, plainStyle())).toMatchInlineSnapshot(`
      "2 jumps · over 60 s · poisson · seed 7 · limit 3 per 60 s
      ┌──────────────┬─────────┬────────┬──────────────┬────────┐
      │ algorithm    │ allowed │ denied │ most in 60 s │ differ │
      ├──────────────┼─────────┼────────┼──────────────┼────────┤
      │ fixed-window │       2 │      0 │            5 │        │
      │ gcra         │       1 │      1 │            1 │      1 │
      └──────────────┴─────────┴────────┴──────────────┴────────┘
      gcra decided 1 of 2 jumps (50 %) differently from fixed-window: denied 1 that it
        admitted.
      The fullest 60 s of fixed-window held 5: 2 above the limit of 3.

      ┌──────┬──────────────┬──────┬──────────────┬──────────┐
      │ jump │           at │ cost │ fixed-window │ gcra     │
      ├──────┼──────────────┼──────┼──────────────┼──────────┤
      │    1 │ 00:00:00.000 │    1 │ ✓ 1 left     │ ✓ 1 left │
      │    2 │ 00:00:10.000 │    4 │ ✓ 1 left     │ ✗ 0 left │
      └──────┴──────────────┴──────┴──────────────┴──────────┘"
    `);
  });

  it('of four, with many jumps, is no longer than a screen: the marks have to do', () => {
    const names = ['sliding-window-log', 'sliding-window-counter', 'token-bucket', 'fixed-window'];
    const marks = names.map((_, i) => '+'.repeat(30 + i) + '-'.repeat(30 - i));
    const four = comparison(Object.fromEntries(names.map((name, i) => [name, marks[i]!])), { limit: 32 });
    const lines = compareView(four, plainStyle()).split('\n');
    // The engine's line stands above it.
    expect(lines.length).toBeLessThanOrEqual(24 - 1);
    expect(lines.at(-2)).toBe(`fixed-window            ${'✓'.repeat(29)}${'✗'.repeat(27)}`);
  });

  it('tells in one sentence who went above the limit', () => {
    const text = compareView(comparison({ gcra: '++++--', log: '+++---', bucket: '+++++-' }), plainStyle());
    expect(text).toContain('\nAbove the limit of 3 in their fullest 60 s: gcra (4) and bucket (5).\n');
  });

  it('puts what several did alike into one sentence', () => {
    const all = comparison({ 'fixed-window': '++++-', 'token-bucket': '+++-+', gcra: '+++-+', log: '+++--' });
    const told = compareView(all, { ...plainStyle(), width: 400 })
      .split('\n')
      .filter((line) => line.endsWith('.'));
    expect(told).toMatchInlineSnapshot(`
      [
        "token-bucket and gcra each decided 2 of 5 jumps (40 %) differently from fixed-window: admitted 1 that it denied, denied 1 that it admitted.",
        "log decided 1 of 5 jumps (20 %) differently from fixed-window: denied 1 that it admitted.",
        "The fullest 60 s of fixed-window, token-bucket and gcra held 4: 1 above the limit of 3.",
      ]
    `);
  });

  it('of seven fits too, by leaving out the last ones', () => {
    const names = ['fixed-window', 'token-bucket', 'leaky-bucket-meter', 'leaky-bucket-queue'];
    names.push('sliding-window-log', 'sliding-window-counter', 'gcra');
    const seven = comparison(Object.fromEntries(names.map((name) => [name, '+-'.repeat(50)])));
    for (const width of [80, 40]) {
      const lines = compareView(seven, plainStyle(width)).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });
});
