import { describe, expect, it } from 'vitest';
import type { KeyState } from '../../src/engine/keyspace.ts';
import { keyListView } from '../../src/view/key-list.ts';
import { keyView, type WatchedKey } from '../../src/view/key-state.ts';
import { makeStyle } from '../../src/view/style.ts';
import { inRows, watchFoot } from '../../src/view/watch.ts';
import { plainStyle } from '../support/style.ts';

const text = (value: string) => ({ head: Buffer.from(value), length: value.length });
const clock = { mode: 'live', nowMs: 1_790_000_041_250 } as const;
const state: KeyState = {
  key: Buffer.from('hyperdrive:enterprise'),
  type: 'zset',
  ttlMs: 29_500,
  length: 3,
  content: {
    kind: 'zset',
    offset: 0,
    entries: ['1790000010750', '1790000020000', '1790000041000'].map((score) => ({
      member: text(score),
      score,
    })),
  },
  clock,
};
const watched: WatchedKey = { grainMs: 1_000, changes: { mark: '*', marks: ['', '*', '+'], gone: 2 } };

describe('a key that is watched', () => {
  it('has a mark, its rows have theirs, and times are whole seconds', () => {
    expect(keyView(state, clock, plainStyle(), watched)).toMatchInlineSnapshot(`
      "* hyperdrive:enterprise  zset · 3 members · TTL 30 s
      ZRANGE hyperdrive:enterprise 0 -1 WITHSCORES
      ┌───┬───┬───────────────┬───────────────┬──────────┐
      │   │ # │ member        │         score │      age │
      ├───┼───┼───────────────┼───────────────┼──────────┤
      │   │ 0 │ 1790000010750 │ 1790000010750 │ 30 s ago │
      │ * │ 1 │ 1790000020000 │ 1790000020000 │ 21 s ago │
      │ + │ 2 │ 1790000041000 │ 1790000041000 │      now │
      └───┴───┴───────────────┴───────────────┴──────────┘
      - 2 members gone"
    `);
  });

  it('has them in 40 columns too', () => {
    expect(keyView(state, clock, plainStyle(40), watched)).toMatchInlineSnapshot(`
      "* hyperdrive:enterprise  zset
        3 members · TTL 30 s
      ZRANGE hyperdrive:enterprise 0 -1 WITHSCORES
      ┌─┬─┬───────────┬─────────────┬────────┐
      │ │#│member     │        score│     age│
      ├─┼─┼───────────┼─────────────┼────────┤
      │ │0│1790000010…│1790000010750│30 s ago│
      │*│1│1790000020…│1790000020000│21 s ago│
      │+│2│1790000041…│1790000041000│     now│
      └─┴─┴───────────┴─────────────┴────────┘
      - 2 members gone"
    `);
  });

  it('has the same width before the first mark', () => {
    const before = keyView(state, clock, plainStyle(), {
      grainMs: 1_000,
      changes: { mark: '', marks: [], gone: 0 },
    });
    expect(before.split('\n').at(-1)).toBe('└───┴───┴───────────────┴───────────────┴──────────┘');
  });

  it('has marks of a colour, which say nothing that the signs do not', () => {
    const style = makeStyle({ env: { FORCE_COLOR: '1' }, isTTY: true, columns: 80 });
    const lines = keyView(state, clock, style, watched).split('\n');
    expect(lines.find((line) => line.includes('1790000041000'))).toMatch(/^│ \u001b\[32m\+\u001b\[39m │ 2 │/);
  });
});

it('has marks in a list of keys', () => {
  const list = {
    keys: ['enterprise', 'kobayashi'].map((name) => ({
      name: text(`hyperdrive:${name}`),
      type: 'zset',
      ttlMs: 59_001,
      length: 1,
    })),
    more: 0,
    atLeast: false,
    ofGateways: 0,
    ofOthers: 0,
  };
  const shown = keyListView(list, { prefix: 'hyperdrive:' }, plainStyle(), {
    grainMs: 1_000,
    changes: { marks: ['', '+'], gone: 1 },
  });
  expect(shown).toMatchInlineSnapshot(`
    "┌───┬───────────────────────┬──────┬──────┬──────────┐
    │   │ key                   │ type │  TTL │     size │
    ├───┼───────────────────────┼──────┼──────┼──────────┤
    │   │ hyperdrive:enterprise │ zset │ 60 s │ 1 member │
    │ + │ hyperdrive:kobayashi  │ zset │ 60 s │ 1 member │
    └───┴───────────────────────┴──────┴──────┴──────────┘
    - 1 key gone"
  `);
});

describe('what stands below', () => {
  it.each([
    [{ marked: false, gone: false }, true, ['any key ends the watch']],
    [{ marked: true, gone: true }, true, ['+ new · * changed · - gone · any key ends the watch']],
    [{ marked: false, gone: true }, false, ['- gone']],
    [{ marked: false, gone: false }, false, []],
  ])('explains the signs that are there: %j', (change, running, foot) =>
    expect(watchFoot(change, running, plainStyle())).toEqual(foot),
  );

  it('is left whole where the terminal is low', () => {
    expect(inRows(['1\n2\n3', '4'], ['foot'], 4, plainStyle())).toEqual([
      '1',
      '2',
      '… 2 more lines than fit here',
      'foot',
    ]);
  });
});
