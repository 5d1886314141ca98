import { describe, expect, it } from 'vitest';
import { verdictTimeline } from '../../src/view/verdict-timeline.ts';
import { plainStyle } from '../support/style.ts';
import { growing, negativeCost, undeclaredKey } from './verdicts.ts';

const steps = negativeCost.finding!.steps;
const many = growing.finding!.steps;

describe('the timeline of a counterexample', () => {
  it('tells what is not ordinary about a jump, and goes on in the next line of a cell', () => {
    expect(verdictTimeline(steps, plainStyle())).toMatchInlineSnapshot(`
      "┌──────┬─────────┬──────────────┬──────────────┬───────────────┬───────────────┐
      │ jump │      at │ how          │ due          │ got           │ keys after it │
      ├──────┼─────────┼──────────────┼──────────────┼───────────────┼───────────────┤
      │    1 │ 0.000 s │ cost 2       │ allowed,     │ allowed,      │ "2"; TTL 60 s │
      │      │         │              │ 0 left       │ 0 left        │               │
      │    2 │ 0.000 s │ look,        │ nothing left │ nothing left  │               │
      │      │         │ clock 2 min  │              │               │               │
      │      │         │ ahead,       │              │               │               │
      │      │         │ class scout  │              │               │               │
      │  ✗ 3 │ 1.000 s │ cost -5      │ refused      │ allowed,      │ "-3";         │
      │      │         │              │              │ 5 left        │ TTL 59 s      │
      └──────┴─────────┴──────────────┴──────────────┴───────────────┴───────────────┘"
    `);
  });

  it('is a list where a table does not fit', () => {
    expect(verdictTimeline(steps, plainStyle(40))).toMatchInlineSnapshot(`
      "jump 1 at 0.000 s: cost 2
        due  allowed, 0 left
        got  allowed, 0 left
        keys "2"; TTL 60 s
      jump 2 at 0.000 s: look, clock 2 min
        ahead, class scout
        due  nothing left
        got  nothing left
      ✗ jump 3 at 1.000 s: cost -5
        due  refused
        got  allowed, 5 left
        keys "-3"; TTL 59 s"
    `);
  });

  it('is a list, too, where a word does not fit', () => {
    expect(verdictTimeline(undeclaredKey.finding!.steps, plainStyle(60))).toMatchInlineSnapshot(`
      "✗ jump 1 at 0.000 s
        due  allowed, 1 left
        got  error: No permissions to access a key script: 3f2a,
             on @user_script:12.\\x1b[31m
        keys attack: "1"; TTL 60 s
             last_refill: "1736942400"; no TTL"
    `);
  });

  it('leaves out the middle of many jumps', () => {
    expect(verdictTimeline(many, plainStyle())).toMatchInlineSnapshot(`
      "┌──────┬─────────┬─────────┬─────────┬──────────────────────┐
      │ jump │      at │ due     │ got     │ keys after it        │
      ├──────┼─────────┼─────────┼─────────┼──────────────────────┤
      │    1 │ 0.000 s │ allowed │ allowed │ zset of 1; TTL 60 s  │
      │    2 │ 0.100 s │ allowed │ allowed │ zset of 2; TTL 60 s  │
      │    3 │ 0.200 s │ denied  │ denied  │ zset of 3; TTL 60 s  │
      │    4 │ 0.300 s │ denied  │ denied  │ zset of 4; TTL 60 s  │
      │ … 33 more jumps, 0.400 s to 3.600 s                       │
      │   38 │ 3.700 s │ denied  │ denied  │ zset of 38; TTL 60 s │
      │   39 │ 3.800 s │ denied  │ denied  │ zset of 39; TTL 60 s │
      │   40 │ 3.900 s │ denied  │ denied  │ zset of 40; TTL 60 s │
      │   41 │ 4.000 s │ denied  │ denied  │ zset of 41; TTL 60 s │
      │ ✗ 42 │ 4.100 s │ denied  │ denied  │ zset of 42; TTL 60 s │
      └──────┴─────────┴─────────┴─────────┴──────────────────────┘"
    `);
  });

  it('tells in full what was left out, also where the table is narrower', () => {
    const bare = many.map((step) => ({ ...step, state: [] }));
    expect(verdictTimeline(bare, plainStyle())).toContain('│ … 33 more jumps, 0.400 s to 3.600 s │');
  });

  it('leaves out both sides of where it broke', () => {
    const broken = many.map((step, at) => ({ ...step, broken: at === 20 }));
    const text = verdictTimeline(broken, plainStyle(40, { unicode: false }));
    expect(text.match(/^(x jump 21|\.\.\. .*)/gm)).toEqual([
      '... 12 more jumps, 0.400 s to 1.500 s',
      'x jump 21',
      '... 20 more jumps, 2.200 s to 4.100 s',
    ]);
  });

  it('leaves out the columns that have nothing to tell', () => {
    const bare = steps.slice(0, 1).map((step) => ({ ...step, cost: 1, state: [] }));
    expect(verdictTimeline(bare, plainStyle())).not.toMatch(/how|keys/);
  });

  it('writes a cost at the bounds of exact integers as one reads it', () => {
    const huge = steps.slice(0, 1).map((step) => ({ ...step, cost: 2 ** 52 + 1 }));
    expect(verdictTimeline(huge, plainStyle())).toContain('cost 2^52 + 1');
    expect(verdictTimeline([{ ...huge[0]!, cost: 123_456_789 }], plainStyle(100))).toContain(
      'cost 123,456,789',
    );
  });

  it('tells the argument that was replaced', () => {
    const step = { ...steps[0]!, cost: 1, argument: { name: 'now_ms', value: '1e3\n' } };
    expect(verdictTimeline([step], plainStyle())).toContain(String.raw`"1e3\n"`);
  });

  it('cuts what a script may say without end', () => {
    const text = verdictTimeline([{ ...steps[0]!, got: 'so '.repeat(1_000) }], plainStyle());
    expect(text.split('\n').length).toBeLessThan(20);
  });
});
