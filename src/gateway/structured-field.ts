/**
 * A value in a structured field (RFC 8941). Its kind is kept: the text `"a"`, the token `a` and the bytes `:YQ==:` are three
 * different things, and 5 is a whole number where 5.0 is none.
 */
export interface BareItem {
  kind: 'text' | 'token' | 'integer' | 'decimal' | 'boolean' | 'bytes';
  /** Of bytes: their base64, as it was sent. */
  value: string | number | boolean;
}

/** One member of a list, with its parameters. */
export interface Item extends BareItem {
  parameters: ReadonlyMap<string, BareItem>;
}

/** What reading stands at. */
interface Cursor {
  readonly text: string;
  at: number;
}

/**
 * Reads a header whose value is a list of items, such as `"burst";r=5;t=3, "daily";r=90;t=7200`. Null where a single character
 * is out of place: by the RFC such a header counts as not sent at all. Inner lists, and the dates and display strings of RFC
 * 9651, have no place in the headers that are read here: with one in it a header is not read.
 */
export function readList(text: string): Item[] | null {
  const cursor: Cursor = { text, at: 0 };
  const items: Item[] = [];
  take(cursor, / */y);
  while (cursor.at < text.length) {
    const item = readItem(cursor);
    if (!item) return null;
    items.push(item);
    take(cursor, /[ \t]*/y);
    if (cursor.at === text.length) return items;
    // A comma promises another item.
    if (take(cursor, /,[ \t]*(?=.)/y) === null) return null;
  }
  return items;
}

function readItem(cursor: Cursor): Item | null {
  const bare = readBare(cursor);
  if (!bare) return null;
  const parameters = new Map<string, BareItem>();
  while (take(cursor, /; */y) !== null) {
    const name = take(cursor, /[a-z*][a-z0-9_\-.*]*/y);
    if (name === null) return null;
    const value = take(cursor, /=/y) === null ? yes : readBare(cursor);
    if (!value) return null;
    // Of a parameter that comes twice the last counts.
    parameters.set(name, value);
  }
  return { ...bare, parameters };
}

const yes: BareItem = { kind: 'boolean', value: true };

/** What values look like; of text printable ASCII alone, where a backslash disarms a quote or a backslash and nothing else. */
const shapes: readonly [shape: RegExp, read: (written: string) => BareItem | null][] = [
  [
    /"(?:[ !#-[\]-~]|\\["\\])*"/y,
    (written) => ({ kind: 'text', value: written.slice(1, -1).replaceAll(/\\(.)/g, '$1') }),
  ],
  [/[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_`|~:/]*/y, (written) => ({ kind: 'token', value: written })],
  [/-?\d+(?:\.\d*)?/y, readNumber],
  [/\?[01]/y, (written) => ({ kind: 'boolean', value: written === '?1' })],
  [
    /:(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?:/y,
    (written) => ({ kind: 'bytes', value: written.slice(1, -1) }),
  ],
];

function readBare(cursor: Cursor): BareItem | null {
  for (const [shape, read] of shapes) {
    const written = take(cursor, shape);
    if (written !== null) return read(written);
  }
  return null;
}

/** At most 15 digits; a decimal has 12 before its point at most, and 1 to 3 behind it. */
function readNumber(written: string): BareItem | null {
  const value = Number(written);
  if (/^-?\d{1,15}$/.test(written)) return { kind: 'integer', value };
  return /^-?\d{1,12}\.\d{1,3}$/.test(written) ? { kind: 'decimal', value } : null;
}

/** What a sticky pattern matches here, and goes on behind it; null where it does not match. */
function take(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const [found = null] = pattern.exec(cursor.text) ?? [];
  if (found !== null) cursor.at = pattern.lastIndex;
  return found;
}
