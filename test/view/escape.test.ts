import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeLines, escapeText, safeJson, unescapeText } from '../../src/view/escape.ts';

/** What may act on a terminal, or hide on it. */
const acts = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffd]/u;

/** Bytes as they turn up: any, and the ones that are nearly or really UTF-8, controls and marks. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text)),
  fc
    .array(
      fc.constantFrom(
        '\u001b[2J',
        '\\',
        '\\x1b',
        '\\u{9b}',
        'é',
        '\n',
        '\u009b',
        '\u202e',
        '\ud83d\ude80',
        '\u{e0041}',
        '\ufeff',
        '\ufe0f',
      ),
      { maxLength: 8 },
    )
    .map((parts) => Buffer.from(parts.join(''))),
);

describe('escapeText', () => {
  it.each<[what: string, value: Buffer | string, shown: string]>([
    ['printable text', 'enterprise é 艦 🚀', 'enterprise é 艦 🚀'],
    ['a backslash', 'a\\x1b', 'a\\\\x1b'],
    ['an ANSI escape', '\u001b[31mred', '\\x1b[31mred'],
    ['line breaks', 'a\r\n\tb', 'a\\r\\n\\tb'],
    ['a one-character CSI', '\u009b2J', '\\u{9b}2J'],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0xc3, 0x28]), 'a\\xff\\xc3('],
    ['a surrogate in UTF-8', Buffer.from([0xed, 0xa0, 0x80]), '\\xed\\xa0\\x80'],
    ['a real U+FFFD', Buffer.from('\ufffd\xff', 'utf8'), '\ufffdÿ'],
    ['a direction mark', 'a\u202eb', 'a\\u{202e}b'],
    ['a tag character', 'a\u{e0041}', 'a\\u{e0041}'],
    ['a letter that is never drawn', 'a\u3164\u034f', 'a\\u{3164}\\u{34f}'],
  ])('shows %s', (_what, value, shown) => {
    expect(escapeText(value)).toBe(shown);
  });

  it('lets nothing through that acts or hides', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        // A U+FFFD that is really there is harmless; one that stands for lost bytes would be a loss.
        expect(escapeText(value).replaceAll(value.includes('\ufffd') ? '\ufffd' : '', '')).not.toMatch(acts);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps the line breaks of a text of several lines, and nothing else', () => {
    expect(escapeLines('one\n\u001btwo\r\n')).toBe('one\n\\x1btwo\\r\n');
    expect(escapeLines(escapeText('\u001b\n'))).toBe(escapeText('\u001b\n'));
  });
});

describe('unescapeText', () => {
  it('gives back the bytes that were shown, whatever they are', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(unescapeText(escapeText(value))).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['\\', '\\q', '\\x1', '\\xZZ', '\\u{}', '\\u{110000}', '\\u{d800}', '\\u{1f680', 'plain'])(
    'takes %s as it is',
    (text) => {
      expect(unescapeText(text)).toEqual(Buffer.from(text));
    },
  );
});

describe('safeJson', () => {
  it('parses to the same value and holds nothing that acts or hides', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const value = { [text]: [text, 1, null] };
        const json = safeJson(value);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(json.replaceAll('\ufffd', '')).not.toMatch(acts);
      }),
      { numRuns: 1_000 },
    );
    expect(safeJson('\u009b\u{e0041}\\')).toBe('"\\u009b\\udb40\\udc41\\\\"');
  });
});
