import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Excerpt, KeyContent, KeyState } from '../../src/engine/keyspace.ts';
import { safeJson } from '../../src/view/escape.ts';
import { keyDocument, keyView } from '../../src/view/key-state.ts';
import { makeStyle } from '../../src/view/style.ts';
import { displayWidth } from '../../src/view/width.ts';
import { plainStyle } from '../support/style.ts';

const nowMs = Date.UTC(2026, 0, 1);
const clock = { mode: 'held', nowMs } as const;

const cut = (text: string | Buffer, length: number): Excerpt => ({ head: Buffer.from(text), length });
const whole = (text: string | Buffer): Excerpt => cut(text, Buffer.byteLength(text));
const of = (
  type: string,
  length: number | null,
  content: KeyContent,
  more: Partial<KeyState> = {},
): KeyState => ({
  key: Buffer.from('hyperdrive:enterprise'),
  type,
  length,
  content,
  ttlMs: 59_998,
  clock,
  ...more,
});
const zset = (...entries: [member: string, score: string | number][]): KeyState =>
  of('zset', entries.length, {
    kind: 'zset',
    offset: 0,
    entries: entries.map(([member, score]) => ({ member: whole(member), score: String(score) })),
  });
const view = (state: KeyState, width = 80, options = {}) => keyView(state, clock, plainStyle(width, options));

describe('the view of a sorted set', () => {
  const log: KeyState = {
    ...zset([`${nowMs - 12_345}-00001`, nowMs - 12_345], [`${nowMs}-00001`, nowMs]),
    encoding: 'listpack',
    memoryBytes: 312,
  };

  it('is a heading, the command, and a table with ages', () => {
    expect(view(log)).toMatchInlineSnapshot(`
      "hyperdrive:enterprise  zset · 2 members · TTL 59.998 s · listpack · 312 bytes
      ZRANGE hyperdrive:enterprise 0 -1 WITHSCORES
      ┌───┬─────────────────────┬───────────────┬──────────────┐
      │ # │ member              │         score │          age │
      ├───┼─────────────────────┼───────────────┼──────────────┤
      │ 0 │ 1767225587655-00001 │ 1767225587655 │ 12.345 s ago │
      │ 1 │ 1767225600000-00001 │ 1767225600000 │          now │
      └───┴─────────────────────┴───────────────┴──────────────┘"
    `);
  });
  it('fits 40 columns', () => {
    expect(view(log, 40)).toMatchInlineSnapshot(`
      "hyperdrive:enterprise  zset · 2 members
        TTL 59.998 s · listpack · 312 bytes
      ZRANGE hyperdrive:enterprise 0 -1 WITHSCORES
      ┌─┬─────────┬─────────────┬────────────┐
      │#│member   │        score│         age│
      ├─┼─────────┼─────────────┼────────────┤
      │0│17…-00001│1767225587655│12.345 s ago│
      │1│17…-00001│1767225600000│         now│
      └─┴─────────┴─────────────┴────────────┘"
    `);
  });
  it('fits 20 columns', () => {
    expect(view(log, 20)).toMatchInlineSnapshot(`
      "hyperdrive:enterprise
        zset · 2 members
        TTL 59.998 s
        listpack
        312 bytes
      ZRANGE hyperdrive:enterprise 0 -1 WITHSCORES
      ┌─────┬────────────┐
      │memb…│         age│
      ├─────┼────────────┤
      │1767…│12.345 s ago│
      │1767…│         now│
      └─────┴────────────┘"
    `);
  });
  it('can do without Unicode', () => {
    expect(view(log, 40, { unicode: false })).toMatchInlineSnapshot(`
      "hyperdrive:enterprise  zset, 2 members
        TTL 59.998 s, listpack, 312 bytes
      ZRANGE hyperdrive:enterprise 0 -1 WITHSCORES
      +-+---------+-------------+------------+
      |#|member   |        score|         age|
      +-+---------+-------------+------------+
      |0|176722...|1767225587655|12.345 s ago|
      |1|176722...|1767225600000|         now|
      +-+---------+-------------+------------+"
    `);
  });

  it.each<[unit: string, score: number, age: string | null]>([
    ['ms', nowMs - 12_345, '12.345 s ago'],
    ['ms', nowMs, 'now'],
    ['s', nowMs / 1_000 + 3, 'in 3 s'],
    ['s with a fraction', nowMs / 1_000 - 0.25, '250 ms ago'],
    ['µs', nowMs * 1_000 - 1_000, '1 ms ago'],
    ['ms, nine years ago', nowMs - 9 * 365 * 86_400_000, '3285 d ago'],
    ['no time: a small number', 5, null],
    ['no time: eleven years ago', nowMs - 11 * 366 * 86_400_000, null],
    ['no time: infinite', Number.POSITIVE_INFINITY, null],
  ])('tells the age of a score in %s', (_unit, score, age) => {
    const text = view(zset(['a', score]));
    expect(text.includes(' age ')).toBe(age !== null);
    if (age !== null) expect(text).toContain(` ${age} `);
  });

  it('tells no ages where one score is no time', () => {
    expect(view(zset(['a', nowMs], ['b', 7]))).not.toContain(' age ');
  });
});

describe('the view of other keys', () => {
  it('says that a key is gone, and that this is as it should be', () => {
    const gone = of('none', null, { kind: 'none' }, { ttlMs: null });
    expect(view(gone)).toBe('hyperdrive:enterprise does not exist: a limiter that keeps nothing is full.');
    expect(view({ ...gone, key: Buffer.from('other\n') })).toBe('other\\n does not exist.');
  });

  it('shows a string, and remarks that it has no TTL', () => {
    const state = of('string', 1, { kind: 'string', value: whole('5') }, { ttlMs: null });
    expect(view(state)).toMatchInlineSnapshot(`
      "hyperdrive:enterprise  string · 1 byte · no TTL
      GET hyperdrive:enterprise
      5"
    `);
  });

  it('shows a hash', () => {
    const entries = [
      { field: whole('tokens'), value: whole('3') },
      { field: whole('艦隊'), value: whole('\u001b[31m🚀') },
    ];
    expect(view(of('hash', 2, { kind: 'hash', entries }))).toMatchInlineSnapshot(`
      "hyperdrive:enterprise  hash · 2 fields · TTL 59.998 s
      HGETALL hyperdrive:enterprise
      ┌────────┬───────────────────┐
      │ field  │ value             │
      ├────────┼───────────────────┤
      │ tokens │ 3                 │
      │ 艦隊   │ \\x1b[31m\\u{1f680} │
      └────────┴───────────────────┘"
    `);
  });

  it('shows a page of a list, and how to see the rest', () => {
    const content = { kind: 'list', offset: 0, elements: [whole('a'), whole('b')] } as const;
    expect(view(of('list', 1_000, { ...content, elements: [...content.elements] }))).toMatchInlineSnapshot(`
      "hyperdrive:enterprise  list · 1,000 elements · TTL 59.998 s
      LRANGE hyperdrive:enterprise 0 1
      ┌───┬─────────┐
      │ # │ element │
      ├───┼─────────┤
      │ 0 │ a       │
      │ 1 │ b       │
      └───┴─────────┘
      … and 998 more (--rows 1000)"
    `);
  });

  it('does not ask for more rows than can be had', () => {
    const content: KeyContent = { kind: 'set', members: [whole('a')] };
    expect(view(of('set', 1_000_001, content))).toMatch(/… and 1,000,000 more \(--rows 10000\)$/);
    expect(view(of('set', 2, content))).toMatch(/… and 1 more \(--rows 2\)$/);
    expect(view(of('set', 1, content))).not.toContain('more');
  });

  it('names a stream and a type of a module, with no content', () => {
    expect(view(of('stream', 1, { kind: 'none' }))).toBe(
      'hyperdrive:enterprise  stream · 1 entry · TTL 59.998 s',
    );
    expect(view(of('ReJSON-RL', null, { kind: 'none' }))).toBe(
      'hyperdrive:enterprise  ReJSON-RL · TTL 59.998 s',
    );
  });

  it('says where an engine cannot read what is there', () => {
    const state = of('set', 1, { kind: 'set', members: [] }, { tooLarge: true });
    expect(view(state)).toMatch(/1 member[^]*\nWhat it holds is too large for this engine to show\.$/);
  });

  it('marks a cut member with its size, and proposes no command that would print all of it', () => {
    const state = of('set', 1, { kind: 'set', members: [cut('A'.repeat(256), 10_485_760)] });
    expect(view(state, 40)).toMatchInlineSnapshot(`
      "hyperdrive:enterprise  set · 1 member
        TTL 59.998 s
      ┌──────────────────────────────────────┐
      │ member                               │
      ├──────────────────────────────────────┤
      │ AAAAAAAAAAAAAAAAAAAAAAAAAA… (10 MiB) │
      └──────────────────────────────────────┘"
    `);
  });

  it('shows the beginning of a long string in a few lines', () => {
    const text = view(
      of('string', 10_485_760, { kind: 'string', value: cut('A'.repeat(1_024), 10_485_760) }),
      40,
    );
    expect(text).toContain('GETRANGE hyperdrive:enterprise 0 1023');
    expect(text.split('\n').at(-1)).toBe(`${'A'.repeat(39)}…`);
    expect(text.split('\n').length).toBeLessThan(12);
  });

  it('leaves out half a character where the reading cut it', () => {
    const half = Buffer.from('aé').subarray(0, 2);
    expect(view(of('string', 300, { kind: 'string', value: cut(half, 300) }))).toMatch(/\na…$/);
    expect(view(of('string', 2, { kind: 'string', value: whole(half) }))).toMatch(/\na\\xc3$/);
  });

  it.each<[key: string | Buffer, command: string]>([
    ['hyperdrive:{enterprise}:gcra', 'GET hyperdrive:{enterprise}:gcra'],
    ['with space', 'GET "with space"'],
    [Buffer.from([0x22, 0x5c, 0x0a, 0x1b, 0xff]), 'GET "\\"\\\\\\n\\x1b\\xff"'],
    ['é', 'GET "\\xc3\\xa9"'],
  ])('quotes %j for valkey-cli', (key, command) => {
    expect(
      view(of('string', 1, { kind: 'string', value: whole('1') }, { key: Buffer.from(key) })).split('\n')[1],
    ).toBe(command);
  });

  it('says with colour only what it also says in words', () => {
    const coloured = makeStyle({ env: { FORCE_COLOR: '1' }, isTTY: true, columns: 80 });
    const state = of('string', 1, { kind: 'string', value: whole('5') }, { ttlMs: null });
    const text = keyView(state, clock, coloured);
    // oxlint-disable-next-line no-control-regex
    const plain = text.replaceAll(/\u001b\[\d+m/g, '');
    expect(plain).not.toBe(text);
    expect(plain).toBe(view(state));
  });
});

describe('every view', () => {
  const text = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    fc.string({ unit: 'grapheme', maxLength: 60 }).map((characters) => Buffer.from(characters)),
    fc.constantFrom('艦隊の司令官', '\u001b[2J\n', '🚀🫠👩‍🚀⚡️').map((characters) => Buffer.from(characters)),
  );
  const excerpt = fc
    .tuple(text, fc.constantFrom(0, 10_485_760))
    .map(([head, more]) => cut(head, head.length + more));
  const score = fc.oneof(
    fc.integer({ min: nowMs - 100_000, max: nowMs + 100_000 }).map(String),
    fc.double().map(String),
  );
  const array = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 5 });
  const content: fc.Arbitrary<[type: string, content: KeyContent]> = fc.oneof(
    excerpt.map((value): [string, KeyContent] => ['string', { kind: 'string', value }]),
    array(fc.record({ field: excerpt, value: excerpt })).map((entries): [string, KeyContent] => [
      'hash',
      { kind: 'hash', entries },
    ]),
    array(excerpt).map((elements): [string, KeyContent] => ['list', { kind: 'list', offset: 0, elements }]),
    array(excerpt).map((members): [string, KeyContent] => ['set', { kind: 'set', members }]),
    array(fc.record({ member: excerpt, score })).map((entries): [string, KeyContent] => [
      'zset',
      { kind: 'zset', offset: 0, entries },
    ]),
  );

  it('keeps to the width and is safe, whatever a server sends', () => {
    fc.assert(
      fc.property(
        text,
        content,
        fc.integer({ min: 20, max: 100 }),
        fc.boolean(),
        (key, [type, content], width, unicode) => {
          const state = of(type, 1_000, content, { key });
          const lines = view(state, width, { unicode }).split('\n');
          expect(lines.length).toBeLessThan(40);
          for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          const table = (type === 'string' ? [] : lines.slice(1)).filter(
            (line) => /^[│┌├└|+]/.test(line) && /[│┐┤┘|+]$/.test(line),
          );
          const widths = new Set(table.map(displayWidth));
          // One width: a border that is out of line would be another.
          expect(widths.size).toBeLessThanOrEqual(1);
          for (const tableWidth of widths) expect(tableWidth).toBeLessThanOrEqual(width);
          expect(safeJson(keyDocument(state))).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the document', () => {
  it('holds what a lesson asks for', () => {
    expect(keyDocument({ ...zset(['a', 1.5], ['b', 'inf']), encoding: 'listpack', memoryBytes: 90 })).toEqual(
      {
        key: 'hyperdrive:enterprise',
        type: 'zset',
        ttlMs: 59_998,
        encoding: 'listpack',
        memoryBytes: 90,
        length: 2,
        offset: 0,
        entries: [
          { member: 'a', score: 1.5 },
          { member: 'b', score: 'inf' },
        ],
        truncated: false,
      },
    );
  });

  it.each<[state: KeyState, expected: object]>([
    [of('string', 4, { kind: 'string', value: whole('five') }), { value: 'five', truncated: false }],
    [
      of('hash', 1, { kind: 'hash', entries: [{ field: whole('f'), value: whole('v') }] }),
      { entries: [{ field: 'f', value: 'v' }], truncated: false },
    ],
    [
      of('list', 3, { kind: 'list', offset: 1, elements: [whole('b')] }),
      { offset: 1, elements: ['b'], truncated: true },
    ],
    [of('set', 1, { kind: 'set', members: [whole('a')] }), { members: ['a'], truncated: false }],
    [
      of('set', 1, { kind: 'set', members: [cut('A', 300)] }),
      { members: [{ text: 'A', length: 300 }], truncated: true },
    ],
    [
      of('string', 3, { kind: 'string', value: whole(Buffer.from([0xff, 0, 1])) }),
      { value: { base64: '/wAB' }, truncated: false },
    ],
    [
      of('string', 300, { kind: 'string', value: cut(Buffer.from([0xff]), 300) }),
      { value: { base64: '/w==', length: 300 }, truncated: true },
    ],
  ])('holds the content, and says what is cut: %#', (state, expected) => {
    expect(keyDocument(state)).toMatchObject(expected);
  });

  it('of a missing key has no content', () => {
    expect(keyDocument(of('none', null, { kind: 'none' }, { ttlMs: null }))).toEqual({
      key: 'hyperdrive:enterprise',
      type: 'none',
      ttlMs: null,
      length: null,
    });
  });
});
