import type { MinuteUsage, ShipUsage, Usage } from '../usage/read.ts';
import { escapeText } from './escape.ts';
import { fittedTable } from './fitted-table.ts';
import { count, groups } from './format.ts';
import { grouped, groupOf, legend, sparkline } from './sparkline.ts';
import { dot, type Style } from './style.ts';
import { countedShips, countsText, deniedShare, lastMinutes, minuteOf } from './usage-parts.ts';
import { wrapWords } from './wrap.ts';

/** More lines than this are no table to look at; `--json` has all. */
const mostRows = 20;
/** `allowed`, `denied`, and two spaces. */
const labels = 9;

/** What was recorded of one ship, minute by minute. */
export function shipUsageView(
  { ship, perMinute, ...total }: ShipUsage,
  { minutes, fromMs, clock }: Pick<Usage, 'minutes' | 'fromMs' | 'clock'>,
  style: Style,
  { what, hint } = countedShips,
): string {
  const name = escapeText(ship);
  const wrap = (line: string) => wrapWords(line, style.width);
  const busy = perMinute.filter(({ allowed, denied }) => allowed + denied > 0);
  if (!busy.length) {
    return wrap(`No ${what} of ${name} was recorded in the ${lastMinutes(minutes)}. ${hint(name)}`);
  }
  return [
    wrap(`${style.chalk.bold(name)} ${dot(style)} ${lastMinutes(minutes)}: ${countsText(total, style)}`),
    ...chart(perMinute, [fromMs, clock.nowMs], what, style),
    minuteTable(busy.slice(-mostRows), style),
    ...(busy.length > mostRows
      ? [wrap(`Before that ${count(busy.length - mostRows, 'minute')} more; --json has all.`)]
      : []),
  ].join('\n');
}

/** Both rows have one scale, so that they compare. */
function chart(
  perMinute: readonly MinuteUsage[],
  [fromMs, nowMs]: [number, number],
  what: string,
  style: Style,
): string[] {
  const size = groupOf(perMinute.length, style.width - labels);
  const rows = (['allowed', 'denied'] as const).map((outcome) => ({
    outcome,
    sums: grouped(
      perMinute.map((minute) => minute[outcome]),
      size,
    ),
  }));
  const peak = Math.max(...rows.flatMap(({ sums }) => sums));
  const cells = rows[0]!.sums.length;
  const [from, to] = [minuteOf(fromMs), minuteOf(nowMs)];
  const axis = cells >= from.length + to.length + 1 ? from + to.padStart(cells - from.length) : '';
  const each = size === 1 ? 'a minute' : `${size} min`;
  return [
    ...rows.map(({ outcome, sums }) => `${outcome.padEnd(labels)}${sparkline(sums, peak, style)}`.trimEnd()),
    ...(axis ? [' '.repeat(labels) + axis] : []),
    wrapWords(`${legend(each, count(peak, what), style)} Times are UTC.`, style.width),
  ];
}

function minuteTable(minutes: readonly MinuteUsage[], style: Style): string {
  return fittedTable(
    [
      { head: 'minute' },
      { head: 'allowed', align: 'right' },
      { head: 'denied', align: 'right' },
      { head: '% denied', align: 'right', drop: 1 },
    ],
    minutes.map((minute) => [
      minuteOf(minute.atMs),
      groups(minute.allowed),
      groups(minute.denied),
      deniedShare(minute),
    ]),
    style,
  );
}
