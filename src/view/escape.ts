/**
 * Text that came from a server, a file or an argument, made safe for a terminal: printable Unicode stays, every control
 * character, invalid byte and invisible direction mark is written out, a backslash is doubled.
 */
export function escapeText(value: Buffer | string): string {
  const text = typeof value === 'string' ? value : decode(value);
  return text.replaceAll(unsafe, (character) => named[character] ?? hex(character));
}

/**
 * Controls, format characters (direction marks, zero-width ones, tags), lone surrogates (which also stand for bytes,
 * see decode), line separators, what is never drawn, and the backslash.
 */
const unsafe = /[\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u202f]/gu;

const named: Record<string, string> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\u0007': '\\a',
  '\b': '\\b',
};

function hex(character: string): string {
  const code = character.codePointAt(0)!;
  // Lone low surrogates stand for bytes that are not UTF-8 (see decode).
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** UTF-8 to text; each byte that is not valid UTF-8 becomes the lone surrogate U+DC00 + byte, as Python's surrogateescape does. */
function decode(value: Buffer): string {
  const text = value.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let out = '';
  for (let at = 0; at < value.length;) {
    const length = sequenceLength(value, at);
    out += length ? value.toString('utf8', at, at + length) : String.fromCharCode(0xdc00 + value[at]!);
    at += length || 1;
  }
  return out;
}

/** The length of the valid UTF-8 sequence that starts at `at`; 0 where there is none. */
function sequenceLength(value: Buffer, at: number): number {
  const first = value[at]!;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (!length || at + length > value.length) return 0;
  const piece = value.subarray(at, at + length);
  return Buffer.from(piece.toString('utf8'), 'utf8').equals(piece) ? length : 0;
}

/**
 * A message made safe: its line breaks stay, and so do its backslashes, for parts of it may be escaped already. What it
 * shows cannot be read back for certain.
 */
export function escapeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeText(line).replaceAll('\\\\', '\\'))
    .join('\n');
}

/** The bytes that `escapeText` showed so. What is no escape of its kind stands for itself. */
export function unescapeText(text: string): Buffer {
  const pieces: Buffer[] = [];
  let end = 0;
  for (const match of text.matchAll(escaped)) {
    pieces.push(Buffer.from(text.slice(end, match.index)), unescapeOne(match));
    end = match.index + match[0].length;
  }
  return Buffer.concat([...pieces, Buffer.from(text.slice(end))]);
}

const escaped = /\\(?:x(?<byte>[0-9a-f]{2})|u\{(?<point>[0-9a-f]{1,6})\}|(?<name>[\\nrtab]))/g;

const unnamed: Record<string, string> = Object.fromEntries(
  Object.entries(named).map(([character, written]) => [written, character]),
);

function unescapeOne({ 0: written, groups }: RegExpMatchArray): Buffer {
  const { byte, point } = groups!;
  if (byte !== undefined) return Buffer.from([Number.parseInt(byte, 16)]);
  const code = Number.parseInt(point ?? '0', 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return Buffer.from(written);
  return Buffer.from(point === undefined ? unnamed[written]! : String.fromCodePoint(code));
}

/** JSON whose every character may be written to a terminal; it parses to the same value. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(unsafeInJson, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** The backslash is JSON's own. */
const unsafeInJson = new RegExp(unsafe.source.replace('\\\\', ''), 'gu');
