import type { ChalkInstance } from 'chalk';
import type { PacedJump } from '../traffic/burst.ts';
import { barRow, columnChart } from './bars.ts';
import { slicesOf } from './burst-slices.ts';
import { groups } from './format.ts';
import type { Style } from './style.ts';
import { axis, scaleLegend } from './time-axis.ts';
import { scaleOf, type Scale } from './time-scale.ts';
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

function legend(scale: Scale, peak: number, tells: boolean, isQueue: boolean, style: Style): string {
  const leaving = isQueue ? '; leaving: when its turn comes' : '';
  const left = tells ? '; left: units still free' : '';
  return `${scaleLegend(scale, peak, 'jump', style)}${leaving}${left}.`;
}
