import { isUtf8 } from 'node:buffer';
import type { Excerpt } from '../engine/keyspace.ts';
import { escapeText } from './escape.ts';
import type { Cell } from './fitted-table.ts';
import { bytes } from './format.ts';
import type { Style } from './style.ts';
import { ellipsis } from './width.ts';

/** A text that need not be UTF-8, as JSON: `length` (bytes) stands beside what is only its beginning. */
export type TextDocument = string | { text: string; length: number } | { base64: string; length?: number };

export function isCut({ head, length }: Excerpt): boolean {
  return head.length < length;
}

/** What was read of a text, escaped. A character that was cut in two is left out. */
export function excerptText(excerpt: Excerpt): string {
  return escapeText(wholeCharacters(excerpt));
}

export function excerptDocument(excerpt: Excerpt): TextDocument {
  const { length } = excerpt;
  const head = wholeCharacters(excerpt);
  const cut = isCut(excerpt);
  if (!isUtf8(head)) return { base64: head.toString('base64'), ...(cut && { length }) };
  return cut ? { text: head.toString('utf8'), length } : head.toString('utf8');
}

/** Pictures, and letters of rare scripts: cli-table3, terminals and Unicode disagree on their width. */
const unsure =
  /\p{Emoji_Presentation}|\p{Emoji_Modifier_Base}|[\u20e3\u{10000}-\u{1ffff}\u{40000}-\u{10ffff}]/gu;

/** Foreign text for a table. */
export function cellText(text: string): string {
  return withoutUnsure(escapeText(text));
}

function withoutUnsure(escaped: string): string {
  return escaped.replaceAll(unsure, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** For a table: what could break its lines is written out. */
export function excerptCell(excerpt: Excerpt, style: Style): Cell {
  const text = withoutUnsure(excerptText(excerpt));
  if (isCut(excerpt)) return { text: text + ellipsis(style), tail: ` (${bytes(excerpt.length)})` };
  // What tells names apart often stands at their end: a narrow column leaves out the middle.
  return /^[ -~]{15,}$/.test(text) ? { text: text.slice(0, -6), tail: text.slice(-6) } : text;
}

/** The first bytes of a text that is at hand. */
export function excerptOf(text: Buffer, most: number): Excerpt {
  return { head: text.subarray(0, most), length: text.length };
}

function wholeCharacters(excerpt: Excerpt): Buffer {
  const { head } = excerpt;
  if (!isCut(excerpt)) return head;
  for (let back = 1; back <= Math.min(3, head.length); back++) {
    const byte = head[head.length - back]!;
    const needs = byte >= 0xf8 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (needs > back) return head.subarray(0, head.length - back);
    if (byte < 0x80 || byte >= 0xc0) break;
  }
  return head;
}
