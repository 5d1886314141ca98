import type { Excerpt } from '../engine/keyspace.ts';
import { excerptCell, excerptText, isCut } from './excerpt.ts';
import { naturalWidth, type Cell, type Column } from './fitted-table.ts';
import type { Style } from './style.ts';
import { displayWidth, fit } from './width.ts';

/** A column of keys that is narrower has lost too much of them. */
const leastOfKey = 18;
/** Of a name with nothing behind it, so much of its end stays. */
const endOfName = 6;
/** Of a name, at least so much of its beginning stays. */
const startOfName = 1;

/** What a table is made of. */
export interface Rows {
  columns: Column[];
  rows: Cell[][];
}

/**
 * Puts a column of keys in front of others. Where it would not fit as it is, what all keys begin with stands in its head
 * instead of in each row.
 */
export function withKeys(keys: readonly Excerpt[], prefix: string, others: Rows, style: Style): Rows {
  const table = (head: string, cells: readonly Cell[]): Rows => ({
    columns: [{ head, shrinks: true, least: leastOfKey }, ...others.columns],
    rows: cells.map((cell, i) => [cell, ...others.rows[i]!]),
  });
  const whole = table(
    'key',
    keys.map((key) => excerptCell(key, style)),
  );
  const common = Buffer.from(prefix);
  const shared = keys.every(({ head }) => head.subarray(0, common.length).equals(common));
  if (!shared || naturalWidth(whole.columns, whole.rows) <= style.width) return whole;
  return table(
    prefix,
    keys.map(({ head, length }) =>
      keyCell({ head: head.subarray(common.length), length: length - common.length }, style),
    ),
  );
}

/** A limiter's key without its prefix. */
function keyCell(key: Excerpt, style: Style): Cell {
  const text = excerptText(key);
  if (isCut(key) || !/^[ -~]*$/.test(text)) return excerptCell(key, style);
  return { text, fit: (columns, mark) => fitKey(text, columns, mark) };
}

/** `{enterpri…}:per-second`: braces, and what is behind a ship's name, tell keys apart; the name is what is cut. */
export function fitKey(key: string, columns: number, mark: string): string {
  if (displayWidth(key) <= columns) return key;
  const { before, name, behind } = parts(key);
  const room = columns - displayWidth(before + behind);
  if (room >= startOfName + mark.length) return before + fit(name, room, mark) + behind;
  // What is behind is cut as well, in front of its end.
  const brace = behind.startsWith('}') ? '}' : '';
  const start = before + fit(name, startOfName + mark.length, mark) + brace + (brace && mark);
  const end = columns - displayWidth(start);
  return end > 0 ? start + behind.slice(-end) : fit(key, columns, mark);
}

interface KeyParts {
  before: string;
  name: string;
  behind: string;
}

function parts(key: string): KeyParts {
  // Where the fleet shares a limit, the braces are the same for all.
  const [, before = '', name = '', behind = ''] =
    /^(\{fleet\}:)([^:]*)(.*)$/.exec(key) ??
    /^(\{)([^}]*)(\}.*)$/.exec(key) ??
    /^()([^:]*)(.*)$/.exec(key) ??
    [];
  if (behind !== '' || name.length < 2 * endOfName) return { before, name, behind };
  return { before, name: name.slice(0, -endOfName), behind: name.slice(-endOfName) };
}
