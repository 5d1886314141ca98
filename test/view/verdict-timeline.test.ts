import { describe, expect, it } from 'vitest';
import { verdictTimeline } from '../../src/view/verdict-timeline.ts';
import { plainStyle } from '../support/style.ts';
import { growing, negativeCost, undeclaredKey } from './verdicts.ts';

const steps = negativeCost.finding!.steps;
const many = growing.finding!.steps;

describe('the timeline of a counterexample', () => {
  it('tells what is not ordinary about a jump, and goes on in the next line of a cell', () => {
    expect(verdictTimeline(steps, plainStyle())).toMatchInlineSnapshot(`
      "┌──────┬──────┬───────────────┬───────────────┬───────────────┬────────────────┐
      │ jump │   at │ how           │ due           │ got           │ keys after it  │
      ├──────┼──────┼───────────────┼───────────────┼───────────────┼────────────────┤
      │    1 │ 0 ms │ cost 2        │ allowed,      │ allowed,      │ STRING of      │
      │      │      │               │ 0 left        │ 0 left        │ 1 byte,        │
      │      │      │               │               │               │ TTL 60 s       │
      │    2 │ 0 ms │ look,         │ nothing left  │ nothing left  │                │
      │      │      │ clock 2 min   │               │               │                │
      │      │      │ ahead,        │               │               │                │
      │      │      │ class scout   │               │               │                │
      │  ✗ 3 │  1 s │ cost -5       │ refused       │ allowed,      │ STRING of      │
      │      │      │               │               │ 5 left        │ 2 bytes,       │
      │      │      │               │               │               │ TTL 59 s       │
      └──────┴──────┴───────────────┴───────────────┴───────────────┴────────────────┘"
    `);
  });

  it('is a list where a table does not fit', () => {
    expect(verdictTimeline(steps, plainStyle(40))).toMatchInlineSnapshot(`
      "jump 1 at 0 ms: cost 2
        due  allowed, 0 left
        got  allowed, 0 left
        keys STRING of 1 byte, TTL 60 s
      jump 2 at 0 ms: look, clock 2 min ahead,
        class scout
        due  nothing left
        got  nothing left
      ✗ jump 3 at 1 s: cost -5
        due  refused
        got  allowed, 5 left
        keys STRING of 2 bytes, TTL 59 s"
    `);
  });

  it('is a list, too, where a word does not fit', () => {
    expect(verdictTimeline(undeclaredKey.finding!.steps, plainStyle(60))).toMatchInlineSnapshot(`
      "✗ jump 1 at 0 ms
        due  allowed, 1 left
        got  error: No permissions to access a key script: 3f2a,
             on @user_script:12.\\x1b[31m
        keys attack:ship: STRING of 1 byte, TTL 60 s
             attack:ship:last_refill: STRING of 10 bytes, no TTL"
    `);
  });

  it('leaves out the middle of many jumps', () => {
    expect(verdictTimeline(many, plainStyle())).toMatchInlineSnapshot(`
      "┌──────┬────────┬─────────┬─────────┬──────────────────────┐
      │ jump │     at │ due     │ got     │ keys after it        │
      ├──────┼────────┼─────────┼─────────┼──────────────────────┤
      │    1 │   0 ms │ allowed │ allowed │ ZSET of 1, TTL 60 s  │
      │    2 │ 100 ms │ allowed │ allowed │ ZSET of 2, TTL 60 s  │
      │    3 │ 200 ms │ denied  │ denied  │ ZSET of 3, TTL 60 s  │
      │    4 │ 300 ms │ denied  │ denied  │ ZSET of 4, TTL 60 s  │
      │ … 33 more jumps, 400 ms to 3.6 s                         │
      │   38 │  3.7 s │ denied  │ denied  │ ZSET of 38, TTL 60 s │
      │   39 │  3.8 s │ denied  │ denied  │ ZSET of 39, TTL 60 s │
      │   40 │  3.9 s │ denied  │ denied  │ ZSET of 40, TTL 60 s │
      │   41 │    4 s │ denied  │ denied  │ ZSET of 41, TTL 60 s │
      │ ✗ 42 │  4.1 s │ denied  │ denied  │ ZSET of 42, TTL 60 s │
      └──────┴────────┴─────────┴─────────┴──────────────────────┘"
    `);
  });

  it('leaves out both sides of where it broke', () => {
    const broken = many.map((step, at) => ({ ...step, broken: at === 20 }));
    const text = verdictTimeline(broken, plainStyle(40, { unicode: false }));
    expect(text.match(/^(x jump 21|\.\.\. .*)/gm)).toEqual([
      '... 12 more jumps, 400 ms to 1.5 s',
      'x jump 21',
      '... 20 more jumps, 2.2 s to 4.1 s',
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

  it('cuts what a script may say without end', () => {
    const text = verdictTimeline([{ ...steps[0]!, got: 'so '.repeat(1_000) }], plainStyle());
    expect(text.split('\n').length).toBeLessThan(20);
  });
});
