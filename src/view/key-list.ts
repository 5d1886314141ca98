import type { Document } from '../deps.ts';
import type { KeyList, KeySummary, Selection } from '../engine/key-listing.ts';
import type { RowChanges } from './changes.ts';
import { escapeText } from './escape.ts';
import { excerptDocument } from './excerpt.ts';
import type { Column } from './fitted-table.ts';
import { count, duration, roundUp } from './format.ts';
import { goneLine, moreLine, sizeText } from './key-state.ts';
import { withKeys } from './key-cell.ts';
import { marksWidth, markedTable, type Watching } from './key-table.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

const plainColumns: Column[] = [
  { head: 'type', drop: 2 },
  { head: 'TTL', align: 'right' },
  { head: 'size', align: 'right', drop: 1 },
];

/** Of a cluster's keys. */
const placeColumns: Column[] = [
  { head: 'slot', align: 'right', drop: 4 },
  { head: 'node', drop: 3 },
];

/** Keys with type, TTL and size. `where` names what was listed: a prefix, or a pattern. */
export function keyListView(
  { keys, more, atLeast, ofGateways, ofOthers }: KeyList,
  where: Selection,
  style: Style,
  { changes, grainMs = 1 }: WatchedList = {},
): string {
  const placed = keys.some(({ place }) => place !== undefined);
  const others = {
    columns: placed ? [...plainColumns, ...placeColumns] : plainColumns,
    rows: keys.map((summary) => [
      ...facts(summary, grainMs),
      ...(placed ? [String(summary.place?.slot ?? ''), escapeText(summary.place?.node ?? 'none')] : []),
    ]),
  };
  const marks = changes?.marks;
  const width = style.width - (marks ? marksWidth : 0);
  const { columns, rows } = withKeys(
    keys.map(({ name }) => name),
    where.prefix,
    others,
    { ...style, width },
  );
  return [
    rows.length ? markedTable(columns, rows, marks, style) : nothing(where),
    ...moreLine(more, keys.length, style, atLeast),
    ...goneLine(changes?.gone ?? 0, 'keys', style),
    ...gatewaysLine(ofGateways, where, style),
    ...othersLine(ofOthers, where, style),
  ].join('\n');
}

/** How a list is shown in a view that is redrawn while time passes. */
export interface WatchedList extends Pick<Watching, 'grainMs'> {
  changes?: RowChanges;
}

function gatewaysLine(keys: number, { gateways }: Selection, { width }: Style): string[] {
  if (!keys || gateways === undefined) return [];
  const pattern = `'${gateways}*'`;
  return [
    wrapWords(`Of gateways, not listed here: ${count(keys, 'key')} (--pattern ${pattern} does).`, width),
  ];
}

function othersLine(keys: number, { prefix }: Selection, { width }: Style): string[] {
  if (!keys) return [];
  const line = `Of namespaces, or beside a ship's own key, not listed here: ${count(keys, 'key')} (--pattern '${prefix}*:*' does).`;
  return [wrapWords(line, width)];
}

function nothing({ pattern, prefix }: Selection): string {
  return pattern === undefined
    ? `No limiter under ${prefix} is in use. \`hyperdrive jump enterprise\` makes one.`
    : `No key matches ${escapeText(pattern)}.`;
}

function facts({ type, ttlMs, length }: KeySummary, grainMs: number): string[] {
  if (type === null) return ['no access', '', ''];
  return [
    escapeText(type).slice(0, 20),
    ttlMs === null ? 'no TTL' : duration(roundUp(ttlMs, grainMs)),
    length === null ? '' : sizeText(type, length),
  ];
}

/** The same as JSON; `more` counts the keys that are not listed, `atLeast` says that there are more than counted. */
export function keyListDocument({ keys, more, atLeast, ofGateways, ofOthers }: KeyList): Document {
  return {
    keys: keys.map(({ name, type, ttlMs, length, place }) => ({
      key: excerptDocument(name),
      type,
      ttlMs,
      length,
      ...place,
    })),
    more,
    atLeast,
    ofGateways,
    ofOthers,
  };
}
