import type { ShipUsage, Usage } from '../usage/read.ts';
import type { TopTalkers } from '../usage/top.ts';
import { escapeText } from './escape.ts';
import { fittedTable } from './fitted-table.ts';
import { count, groups } from './format.ts';
import { grouped, groupOf, legend, sparkline } from './sparkline.ts';
import { dot, type Style } from './style.ts';
import { countedShips, countsText, deniedShare, lastMinutes, minuteOf, type Counted } from './usage-parts.ts';
import { displayWidth } from './width.ts';
import { wrapWords } from './wrap.ts';

/** Where the terminal has fewer columns, the bars are as wide as what is left without the share of denials. */
const narrow = 60;

/** What was recorded of all ships: a line for each of the busiest `top`, then who talks most. */
export function usageView(usage: Usage, top: number, style: Style, counted = countedShips): string {
  const { ships, minutes, fromMs, clock, complete } = usage;
  const wrap = (line: string) => wrapWords(line, style.width);
  if (!ships.length && !usage.top.talkers.length) return wrap(nothing(minutes, counted));
  const total = { allowed: sum(ships, 'allowed'), denied: sum(ships, 'denied') };
  const span = `${minuteOf(fromMs)} to ${minuteOf(clock.nowMs)} UTC`;
  const shown = ships.slice(0, top);
  return [
    wrap(
      `${style.chalk.bold(capital(lastMinutes(minutes)))}, ${span} ${dot(style)} ${countsText(total, style)}`,
    ),
    ...(shown.length ? shipLines(shown, minutes, style, counted) : []),
    ...(ships.length > shown.length
      ? [`and ${count(ships.length - shown.length, `more ${counted.who}`)}`]
      : []),
    ...(complete
      ? []
      : [wrap(`There are more ${counted.who}s than a report looks at; the top talkers are of all.`)]),
    '',
    ...topLines(usage.top, top, style, counted),
  ].join('\n');
}

function nothing(minutes: number, { hint }: Counted): string {
  return `Nothing was recorded in the ${lastMinutes(minutes)}. ${hint()}`;
}

function shipLines(ships: readonly ShipUsage[], minutes: number, style: Style, counted: Counted): string[] {
  const names = ships.map(({ ship }) => escapeText(ship));
  const size = groupOf(minutes, barsRoom(names, ships, style, counted));
  const rows = ships.map((usage, i) => {
    const sums = grouped(
      usage.perMinute.map(({ allowed, denied }) => allowed + denied),
      size,
    );
    const bars = sparkline(sums, Math.max(...sums), style);
    return [names[i]!, groups(usage.allowed), groups(usage.denied), deniedShare(usage), bars];
  });
  const each = size === 1 ? 'a minute' : `${size} min`;
  return [
    fittedTable(
      [
        { head: counted.who, shrinks: true },
        { head: 'allowed', align: 'right' },
        { head: 'denied', align: 'right' },
        { head: '% denied', align: 'right', drop: 1 },
        { head: `${counted.what}s` },
      ],
      rows,
      style,
    ),
    wrapWords(legend(`${each}, the last one now`, `each ${counted.who}'s own peak`, style), style.width),
  ];
}

/** Columns that the table leaves for bars. */
function barsRoom(
  names: readonly string[],
  ships: readonly ShipUsage[],
  { width }: Style,
  { who, longestName }: Counted,
): number {
  const widest = (head: string, cells: readonly string[]) =>
    Math.max(head.length, ...cells.map(displayWidth));
  const name = Math.min(longestName, widest(who, names));
  const allowed = widest(
    'allowed',
    ships.map((ship) => groups(ship.allowed)),
  );
  const denied = widest(
    'denied',
    ships.map((ship) => groups(ship.denied)),
  );
  // Lines between the columns, padding where there is room for it, and the share.
  const rest = width < narrow ? 5 : 6 + 10 + '% denied'.length;
  return Math.max(6, width - name - allowed - denied - rest);
}

function topLines(
  { sinceMs, total, errorAtMost, talkers }: TopTalkers,
  top: number,
  style: Style,
  counted: Counted,
): string[] {
  if (sinceMs === null) return [wrapWords('The list of top talkers is empty.', style.width)];
  const shown = talkers.slice(0, top);
  const rows = shown.map(({ ship, jumps, error }, i) => [
    String(i + 1),
    escapeText(ship),
    error === 0 ? groups(jumps) : `${groups(jumps - error)} to ${groups(jumps)}`,
    `${Math.round((jumps * 100) / total)} %`,
  ]);
  // Of those that are listed and not shown, the next one made the most.
  const missing = Math.max(errorAtMost, talkers[shown.length]?.jumps ?? 0);
  const bound =
    errorAtMost === 0
      ? 'These counts are exact.'
      : `A count may be too high, never too low. Whoever is missing made ${count(missing, counted.what)} at most.`;
  return [
    wrapWords(
      `${style.chalk.bold('Top talkers')} since ${minuteOf(sinceMs)} UTC, of ${count(total, counted.what)}`,
      style.width,
    ),
    fittedTable(
      [
        { head: '', align: 'right' },
        { head: counted.who, shrinks: true },
        { head: `${counted.what}s`, align: 'right' },
        { head: 'of all', align: 'right', drop: 1 },
      ],
      rows,
      style,
    ),
    wrapWords(bound, style.width),
  ];
}

const sum = (ships: readonly ShipUsage[], what: 'allowed' | 'denied') =>
  ships.reduce((total, ship) => total + ship[what], 0);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
