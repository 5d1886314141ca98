import fc from 'fast-check';
import * as library from 'structured-headers';
import { describe, expect, it } from 'vitest';
import { readList, type BareItem, type Item } from '../../src/gateway/structured-field.ts';

/** A value as the library has it, so that both can be compared. */
function plain(value: library.BareItem): unknown {
  if (value instanceof library.Token) return { token: value.toString() };
  if (value instanceof ArrayBuffer) return { bytes: Buffer.from(value).toString('base64') };
  return Object.is(value, -0) ? 0 : value;
}

function ours({ kind, value }: BareItem): unknown {
  if (kind === 'token') return { token: value };
  if (kind === 'bytes') return { bytes: Buffer.from(String(value), 'base64').toString('base64') };
  return Object.is(value, -0) ? 0 : value;
}

function told(items: readonly Item[] | null): unknown {
  return items?.map((item) => [ours(item), [...item.parameters].map(([name, value]) => [name, ours(value)])]);
}

/** What the library makes of it; undefined where it reads nothing, or something that we do not. */
function libraryTold(text: string): unknown {
  let list: library.List;
  try {
    list = library.parseList(text);
  } catch {
    return undefined;
  }
  const bare = list.flatMap(([value, parameters]) => [value, ...parameters.values()]);
  const strange = (value: unknown) =>
    Array.isArray(value) || value instanceof Date || value instanceof library.DisplayString;
  if (bare.some(strange)) return undefined;
  return (list as library.Item[]).map(([value, parameters]) => [
    plain(value),
    [...parameters].map(([name, one]) => [name, plain(one)]),
  ]);
}

const text = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const value: fc.Arbitrary<library.BareItem> = fc.oneof(
  text,
  fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
  fc.integer({ min: -999_999_999, max: 999_999_999 }).map((thousandths) => thousandths / 1_000),
  fc.boolean(),
  fc.stringMatching(/^[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]{0,8}$/).map((name) => new library.Token(name)),
  fc.uint8Array({ maxLength: 9 }).map((array) => Uint8Array.from(array).buffer),
);
const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,5}$/);
const item = fc
  .tuple(value, fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 4 }))
  .map(([value, parameters]): library.Item => [value, new Map(parameters)]);
const list = fc.array(item, { maxLength: 4 });

describe('a list in a header', () => {
  it('is read as the library reads it', () => {
    fc.assert(
      fc.property(list, (items) => {
        const written = library.serializeList(items);
        expect(told(readList(written))).toEqual(libraryTold(written));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is refused where the library refuses it, whatever was knocked out of place', () => {
    const damage = fc.array(
      fc.record({
        at: fc.nat(200),
        cut: fc.nat(3),
        put: fc.string({ unit: fc.constantFrom(...'";=,?:.*-(%@ \t\\aA019é\n'), maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    let [refused, read] = [0, 0];
    fc.assert(
      fc.property(list, damage, (items, damage) => {
        const written = damage.reduce(
          (text, { at, cut, put }) =>
            text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + cut),
          library.serializeList(items),
        );
        const expected = libraryTold(written);
        if (expected === undefined) refused++;
        else read++;
        expect(told(readList(written)) ?? undefined).toEqual(expected);
      }),
      { numRuns: 5_000 },
    );
    expect(Math.min(refused, read)).toBeGreaterThan(500);
  });

  it.each([
    ['', []],
    [
      '"a";r=5;t=30',
      [
        [
          'a',
          [
            ['r', 5],
            ['t', 30],
          ],
        ],
      ],
    ],
    [
      '"a" ,\t"b";x;y=?0',
      [
        ['a', []],
        [
          'b',
          [
            ['x', true],
            ['y', false],
          ],
        ],
      ],
    ],
    [
      '"a";r=1;t=2;r=3',
      [
        [
          'a',
          [
            ['r', 3],
            ['t', 2],
          ],
        ],
      ],
    ],
    [String.raw`"\"\\"`, [['"\\', []]]],
  ])('reads %s', (written, items) => {
    expect(told(readList(written))).toEqual(items);
  });

  it.each([
    '"a",', ',"a"', '"a" "b"', '"a";R=1', '"a";r=', '"a"; r=1;', 'default;r=1,é', '"a', "'a'", '1234567890123456', '1.', '1.2345',
    '("a" "b");r=1', '@1700000000', '%"f%c3%bc"', '"a";r =1', '\t"a"',
  ])('refuses %s', (written) => {
    expect(readList(written)).toBeNull();
  }); // prettier-ignore

  it('tells a whole number from one with a point', () => {
    expect(readList('5, 5.0')!.map(({ kind }) => kind)).toEqual(['integer', 'decimal']);
  });
});
