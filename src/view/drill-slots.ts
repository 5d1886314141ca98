import type { Engine } from '../engine/port.ts';
import type { Placed, SlotsReport, Tried } from '../traffic/slots.ts';
import { escapeText } from './escape.ts';
import { excerptOf } from './excerpt.ts';
import { fittedTable, type Column } from './fitted-table.ts';
import { count } from './format.ts';
import { withKeys } from './key-cell.ts';
import { dot, type Style } from './style.ts';
import { ellipsis } from './width.ts';
import { wrapWords } from './wrap.ts';

/** What may be looked at by itself. */
export const slotsParts = ['places', 'two-keys', 'undeclared'] as const;
export type SlotsPart = (typeof slotsParts)[number];

/** Where ships' keys are on a cluster, and what it said to scripts; one part of that, or all. */
export function slotsView(
  report: SlotsReport,
  { name, version }: Engine['server'],
  style: Style,
  part?: SlotsPart,
): string {
  const { chalk, width, unicode } = style;
  const ranges = report.primaries.map(
    ({ node, from, to }) => `node ${node}: ${from}${unicode ? '–' : '-'}${to}`,
  );
  const parts = (part ? [part] : slotsParts).map((one) => views[one](report, style));
  return [
    [
      chalk.dim(wrapWords(escapeText(`${name} ${version}, throwaway cluster`), width)),
      wrapWords(`${chalk.bold('slots')} ${dot(style)} ${ranges.join(` ${dot(style)} `)}`, width),
    ].join('\n'),
    ...parts,
  ].join('\n\n');
}

const views: Record<SlotsPart, (report: SlotsReport, style: Style) => string> = {
  places: placesView,
  'two-keys': ({ crossslot, tagged }, style) =>
    [
      triedView('Two limits in one call, no braces', crossslot, style),
      triedView('The same with braces', tagged, style),
    ].join('\n\n'),
  undeclared: ({ undeclared: { apart, luck } }, style) =>
    [
      triedView(`${apart.ship} declares the first of two keys, and uses both`, apart, style),
      triedView(`${luck.ship} does the same`, luck, style, 'Luck: both are on one node.'),
    ].join('\n\n'),
};

function placesView({ ships, nodes }: SlotsReport, style: Style): string {
  const rows = [
    ...ships.flatMap(({ own, bare }) => [own, ...bare]),
    ...ships.flatMap(({ tagged }) => tagged),
    ...ships.flatMap(({ shared }) => shared),
  ];
  // What all share is in each ship's list.
  const once = [...new Map(rows.map((one) => [one.key, one])).values()];
  return [
    table(once, style),
    wrapWords(
      `${ownKeys(ships)} on ${count(nodes.own, 'node')}, those in {fleet} on ${count(nodes.shared, 'node')}.`,
      style.width,
    ),
  ].join('\n');
}

/** More are counted. */
const mostNamed = 3;

/** Of the rows those that are each ship's only limiter: with a verb. */
function ownKeys(ships: SlotsReport['ships']): string {
  const keys = ships.map(({ own }) => escapeText(own.key));
  if (keys.length > mostNamed) return `The ${keys.length} keys such as ${keys[0]!} are`;
  const last = keys.pop()!;
  return keys.length ? `${keys.join(', ')} and ${last} are` : `${last} is`;
}

/** What all keys begin with. */
const common = 'hyperdrive:';
const placeColumns: Column[] = [
  { head: 'slot', align: 'right' },
  { head: 'node', align: 'right' },
];

function table(keys: readonly Placed[], style: Style): string {
  const { columns, rows } = withKeys(
    keys.map(({ key }) => excerptOf(Buffer.from(key), key.length)),
    common,
    { columns: placeColumns, rows: keys.map(({ slot, node }) => [String(slot), String(node)]) },
    style,
  );
  return fittedTable(columns, rows, style);
}

function triedView(title: string, tried: Tried, style: Style, remark?: string): string {
  const { chalk, width } = style;
  const say = (line: string) => wrapWords(line, width);
  const outcome = tried.failed
    ? [
        chalk.red(say(`Refused: ${escapeText(shortened(tried.error ?? '', style))}`)),
        say(`In other words: ${tried.meaning?.replace(/^CROSSSLOT: /, '') ?? 'not known'}`),
      ]
    : [
        say(
          `${chalk.green(tried.allowed ? 'Allowed.' : 'Denied.')}${remark === undefined ? '' : ` ${remark}`}`,
        ),
      ];
  return [chalk.bold(say(`${escapeText(title)}:`)), table(tried.keys, style), ...outcome].join('\n');
}

/** A SHA tells nobody anything here, and is wider than half a terminal. */
function shortened(error: string, style: Style): string {
  return error.replace(/\b([0-9a-f]{8})[0-9a-f]{32}\b/, `$1${ellipsis(style)}`);
}
