import type { ChalkInstance } from 'chalk';
import type { PacedJump } from '../traffic/burst.ts';
import { barRow, columnChart, many, needsLetters } from './bars.ts';
import { slicesOf } from './burst-slices.ts';
import { count, duration, groups } from './format.ts';
import type { Style } from './style.ts';
import { scaleOf, ticks, type Scale } from './time-scale.ts';
import type { Limit } from './totals.ts';
import { wrapWords } from './wrap.ts';

/** Jumps, and how they came. */
export interface Timeline {
  drive: Limit;
  jumps: readonly PacedJump[];
  /** How long the pattern lasts. */
  overMs: number;
  /** Whether what is left grows steadily between the jumps, as in a bucket. */
  refills: boolean;
}

/** Time from left to right: jumps allowed and denied, jumps that leave a queue, and under them what was left. */
export function burstTimeline({ drive, jumps, overMs, refills }: Timeline, style: Style): string {
  const { chalk } = style;
  const most = drive?.capacity ?? drive?.limit ?? 0;
  const isQueue = jumps.some(({ delayMs }) => delayMs !== undefined);
  const tells = drive !== null && jumps.some(({ remaining }) => remaining !== null);
  const top = `left ${groups(most)}`;
  const gutter = Math.max('allowed'.length, tells ? top.length : 0) + 1;

  const arrivals = jumps.map(({ atMs }) => atMs);
  const departures = jumps.flatMap(({ allowed, atMs, delayMs }) =>
    allowed && delayMs !== undefined ? [atMs + delayMs] : [],
  );
  const spanMs = [...arrivals, ...departures].reduce((longest, at) => Math.max(longest, at + 1), overMs);
  const scale = scaleOf(spanMs, Math.max(8, style.width - gutter - 1), [arrivals, departures]);
  const slices = slicesOf(jumps, scale, drive, refills);
  const peak = slices.reduce((peak, one) => Math.max(peak, one.allowed, one.denied, one.leaving), 1);

  const line = (label: string, row: string, colour: ChalkInstance) =>
    `${label.padStart(gutter - 1)} ${chalk.dim(style.unicode ? '│' : '|')}${colour(row.trimEnd())}`;
  const bars = (label: string, which: 'allowed' | 'denied' | 'leaving', colour: ChalkInstance) =>
    line(
      label,
      barRow(
        slices.map((slice) => slice[which]),
        peak,
        scale.stretch,
        style,
      ),
      colour,
    );
  const left = slices.map((slice) => slice.left);
  return [
    bars('allowed', 'allowed', chalk.green),
    bars('denied', 'denied', chalk.red),
    ...(isQueue ? [bars('leaving', 'leaving', chalk.yellow)] : []),
    ...(tells
      ? [
          line('', '', chalk),
          ...columnChart(left, most, rowsFor(most), scale.stretch, style).map((row, index) =>
            line(index ? '' : top, row, chalk.cyan),
          ),
        ]
      : []),
    ...axis(scale, tells ? '0' : '', gutter, style),
    chalk.dim(wrapWords(legend(scale, peak, tells, isQueue, style), style.width)),
  ].join('\n');
}

/** So many lines that a unit, or a whole number of them, fills half of one. */
function rowsFor(most: number): number {
  return most <= 3 ? most : most % 4 === 0 ? 4 : 5;
}

function axis(scale: Scale, bottom: string, gutter: number, style: Style): string[] {
  const { unicode, chalk, width } = style;
  const [corner, flat, mark] = unicode ? ['└', '─', '┬'] : ['+', '-', '|'];
  const columns = scale.slices * scale.stretch;
  const line = Array.from({ length: columns }, () => flat);
  let labels = '';
  for (const { slice, label } of ticks(scale)) {
    const column = slice * scale.stretch;
    if (gutter + 1 + column + label.length > width) break;
    line[column] = mark;
    labels = labels.padEnd(column) + label;
  }
  return [
    `${bottom.padStart(gutter - 1)} ${chalk.dim(corner + line.join(''))}`,
    `${' '.repeat(gutter + 1)}${labels}`,
  ];
}

function legend(
  { sliceMs, stretch }: Scale,
  peak: number,
  tells: boolean,
  isQueue: boolean,
  style: Style,
): string {
  const columns = stretch === 1 ? 'Each column is' : `Each ${stretch} columns are`;
  const bars = style.unicode
    ? `a full bar ${count(peak, 'jump')}`
    : `digits count jumps${needsLetters(peak, style) ? ` (a = 10, b = 11${peak > 35 ? `, ${many} = 36 or more` : ''})` : ''}`;
  const leaving = isQueue ? '; leaving: when its turn comes' : '';
  const left = tells ? '; left: units still free' : '';
  return `${columns} ${duration(sliceMs)}, ${bars}${leaving}${left}.`;
}
