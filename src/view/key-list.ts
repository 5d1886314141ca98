import type { Document } from '../deps.ts';
import type { KeyList, KeySummary, Selection } from '../engine/key-listing.ts';
import { escapeText } from './escape.ts';
import { excerptCell, excerptDocument } from './excerpt.ts';
import { fittedTable, type Column } from './fitted-table.ts';
import { duration } from './format.ts';
import { moreLine, sizeText } from './key-state.ts';
import type { Style } from './style.ts';

const columns: Column[] = [
  { head: 'key', shrinks: true },
  { head: 'type', drop: 2 },
  { head: 'TTL', align: 'right' },
  { head: 'size', align: 'right', drop: 1 },
];

/** Keys with type, TTL and size. `where` names what was listed: a prefix, or a pattern. */
export function keyListView({ keys, more, atLeast }: KeyList, where: Selection, style: Style): string {
  if (!keys.length) {
    return where.pattern === undefined
      ? `No limiter under ${where.prefix} is in use. \`hyperdrive jump enterprise\` makes one.`
      : `No key matches ${escapeText(where.pattern)}.`;
  }
  const rows = keys.map((summary) => [excerptCell(summary.name, style), ...facts(summary)]);
  return [fittedTable(columns, rows, style), ...moreLine(more, keys.length, style, atLeast)].join('\n');
}

function facts({ type, ttlMs, length }: KeySummary): string[] {
  if (type === null) return ['no access', '', ''];
  return [
    escapeText(type).slice(0, 20),
    ttlMs === null ? 'no TTL' : duration(ttlMs),
    length === null ? '' : sizeText(type, length),
  ];
}

/** The same as JSON; `more` counts the keys that are not listed, `atLeast` says that there are more than counted. */
export function keyListDocument({ keys, more, atLeast }: KeyList): Document {
  return {
    keys: keys.map(({ name, type, ttlMs, length }) => ({ key: excerptDocument(name), type, ttlMs, length })),
    more,
    atLeast,
  };
}
