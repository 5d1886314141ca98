import { describe, expect, it } from 'vitest';
import type { KeyContent, KeyState } from '../../src/engine/keyspace.ts';
import { keyChanges, keysChanges, listChanges } from '../../src/view/changes.ts';

const text = (value: string) => ({ head: Buffer.from(value), length: value.length });
const contents: Record<string, (words: string[]) => KeyContent> = {
  string: ([value = '']) => ({ kind: 'string', value: text(value) }),
  set: (words) => ({ kind: 'set', members: words.map(text) }),
  list: (words) => ({ kind: 'list', offset: 0, elements: words.map(text) }),
  zset: (words) => ({
    kind: 'zset',
    offset: 0,
    entries: words.map((word) => ({ member: text(word.split('=')[0]!), score: word.split('=')[1]! })),
  }),
  hash: (words) => ({
    kind: 'hash',
    entries: words.map((word) => ({ field: text(word.split('=')[0]!), value: text(word.split('=')[1]!) })),
  }),
};

/** `zset a=1 b=2 …3`: a key of that type with these rows, and three that were not read. */
function key(written: string, more: Partial<KeyState> = {}): KeyState {
  const [type = '', ...words] = written.split(' ');
  const unread = Number(/^…(\d+)$/.exec(words.at(-1) ?? '')?.[1] ?? 0);
  const shown = unread ? words.slice(0, -1) : words;
  return {
    key: Buffer.from('k'),
    type,
    ttlMs: 60_000,
    length: type === 'none' ? null : type === 'string' ? shown[0]!.length : shown.length + unread,
    content: contents[type]?.(shown) ?? { kind: 'none' },
    clock: { mode: 'held', nowMs: 0 },
    ...more,
  };
}

/** `* ..+ 2`: the key's mark, those of its rows with a dot for none, how many are gone. */
const compare = (before: KeyState | undefined, after: KeyState): string => {
  const { mark, marks, gone } = keyChanges(before, after);
  return `${mark || '.'} ${marks.map((one) => one || '.').join('')} ${gone}`;
};

describe('a key', () => {
  it.each([
    ['zset a=1 b=2', 'zset a=1 b=2', '. .. 0'],
    ['zset a=1 b=2', 'zset a=1 b=2 c=3', '* ..+ 0'],
    ['zset a=1 b=2', 'zset a=1 b=9', '* .* 0'],
    ['zset a=1 b=2', 'zset b=2', '* . 1'],
    ['zset a=1', 'zset b=2', '* + 1'],
    ['hash tokens=3 at=1', 'hash tokens=2 at=1', '* *. 0'],
    ['set a b', 'set b c', '* .+ 1'],
    ['list a a b', 'list a b c', '* ..+ 1'],
    ['list a', 'list a a', '* .+ 0'],
    ['string 5', 'string 5', '.  0'],
    ['string 5', 'string 6', '*  0'],
    ['stream', 'stream', '.  0'],
    ['string 5', 'zset a=1', '* + 0'],
    ['none', 'zset a=1', '+ + 0'],
    ['none', 'none', '.  0'],
    ['zset a=1', 'none', '-  1'],
    // What scrolls into sight, or out of it, is neither new nor gone.
    ['zset a=1 b=2 …2', 'zset b=2 c=3 …1', '* .. 0'],
    ['zset a=1 b=2 …2', 'zset a=1 b=2 …3', '* .. 0'],
    ['zset a=1 b=2', 'zset a=1 b=2 …1', '* .. 0'],
  ])('%s, then %s: %s', (before, after, marks) => expect(compare(key(before), key(after))).toBe(marks));

  it('that was not looked at before is new, and all in it', () => {
    expect(compare(undefined, key('zset a=1 b=2'))).toBe('+ ++ 0');
  });

  it.each<[string, number, number | null, string]>([
    ['counts down', 10_000, 50_000, '.'],
    ['is a little off', 10_000, 50_020, '.'],
    ['is renewed', 10_000, 60_000, '*'],
    ['is taken away', 10_000, null, '*'],
  ])('whose TTL %s: %j', (_, nowMs, ttlMs, mark) => {
    const after = key('string 5', { ttlMs, clock: { mode: 'held', nowMs } });
    expect(compare(key('string 5'), after)[0]).toBe(mark);
  });
});

describe('keys', () => {
  const named = (name: string, written = 'string 5') => key(written, { key: Buffer.from(name) });

  it('are told apart by their names', () => {
    const { keys, gone } = keysChanges([named('a'), named('b')], [named('b'), named('c')]);
    expect(keys.map(({ mark }) => mark)).toEqual(['', '+']);
    expect(gone).toBe(1);
  });

  it('that did not exist are not gone', () => {
    expect(keysChanges([named('a', 'none')], [named('b')]).gone).toBe(0);
  });
});

describe('a list of keys', () => {
  const listed = (names: string, more = 0) => ({
    keys: names.split(' ').map((name) => {
      const [title = '', length = '1'] = name.split('=');
      return { name: text(title), type: 'zset', ttlMs: 1, length: Number(length) };
    }),
    more,
    atLeast: false,
    ofGateways: 0,
    ofOthers: 0,
  });

  it.each([
    ['a b', 'a b c', ['', '', '+'], 0],
    ['a=1 b', 'a=2', ['*'], 1],
  ])('%s, then %s', (before, after, marks, gone) =>
    expect(listChanges(listed(before), listed(after))).toEqual({ marks, gone }),
  );

  it('that is not whole tells nothing of what it does not show', () => {
    expect(listChanges(listed('a b', 3), listed('b c', 2))).toEqual({ marks: ['', ''], gone: 0 });
  });
});
