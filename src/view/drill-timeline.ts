import type { ChalkInstance } from 'chalk';
import { barRow } from './bars.ts';
import type { Style } from './style.ts';
import { axis, scaleLegend } from './time-axis.ts';
import { scaleOf, type Scale } from './time-scale.ts';
import { wrapWords } from './wrap.ts';

/** Things that happened, counted as bars. Instants in ms from the start. */
export interface Bars {
  label: string;
  atMs: readonly number[];
  colour: ChalkInstance;
}

/** Things that happened, a character each; where several fall into a column, the one that did so most often. */
export interface Signs {
  label: string;
  signs: readonly { atMs: number; sign: string }[];
}

export interface DrillTimeline {
  spanMs: number;
  /** They share one scale. */
  bars: readonly Bars[];
  signs: Signs;
  /** What is said above the picture of some instants, the earliest first. */
  marks?: readonly { atMs: number; text: string }[];
  /** What the signs mean. */
  legend: string;
}

/** Time from left to right: requests as bars, and what happened to them. */
export function drillTimeline(
  { spanMs, bars, signs, marks = [], legend }: DrillTimeline,
  style: Style,
): string {
  const { chalk, unicode, width } = style;
  const gutter = Math.max(signs.label.length, ...bars.map(({ label }) => label.length)) + 1;
  const requests = bars.flatMap(({ atMs }) => atMs);
  const scale = scaleOf(spanMs, Math.max(8, width - gutter - 1), [requests]);
  const counts = bars.map(({ atMs }) => countsOf(atMs, scale));
  const peak = Math.max(1, ...counts.flat());
  const line = (label: string, row: string, colour: ChalkInstance) =>
    `${label.padStart(gutter - 1)} ${chalk.dim(unicode ? '│' : '|')}${colour(row.trimEnd())}`;
  return [
    ...marksLine(marks, scale, gutter, width),
    ...bars.map(({ label, colour }, row) =>
      line(label, barRow(counts[row]!, peak, scale.stretch, style), colour),
    ),
    line(signs.label, signRow(signs, scale), chalk.cyan),
    ...axis(scale, '', gutter, style),
    chalk.dim(wrapWords(`${scaleLegend(scale, peak, 'request', style)}; ${legend}.`, width)),
  ].join('\n');
}

function sliceAt(atMs: number, { sliceMs, slices }: Scale): number {
  return Math.min(slices - 1, Math.max(0, Math.floor(atMs / sliceMs)));
}

function countsOf(atMs: readonly number[], scale: Scale): number[] {
  const counts = Array.from({ length: scale.slices }, () => 0);
  for (const at of atMs) counts[sliceAt(at, scale)]!++;
  return counts;
}

function signRow({ signs }: Signs, scale: Scale): string {
  const slices = Array.from({ length: scale.slices }, () => new Map<string, number>());
  for (const { atMs, sign } of signs) {
    const slice = slices[sliceAt(atMs, scale)]!;
    slice.set(sign, (slice.get(sign) ?? 0) + 1);
  }
  return slices
    .map((slice) => {
      const [most] = [...slice].sort(([, a], [, b]) => b - a);
      return (most?.[0] ?? ' ').repeat(scale.stretch);
    })
    .join('');
}

/** What a mark says; where that would reach into the next one, or over the edge, its first character alone. */
function marksLine(
  marks: NonNullable<DrillTimeline['marks']>,
  scale: Scale,
  gutter: number,
  width: number,
): string[] {
  const columns = marks.map(({ atMs }) => gutter + 1 + sliceAt(atMs, scale) * scale.stretch);
  const line = marks.reduce((line, { text }, index) => {
    const column = columns[index]!;
    const room = (columns[index + 1] ?? width + 1) - column - 1;
    return line.padEnd(column) + (text.length <= room ? text : text[0]!);
  }, '');
  return line ? [line] : [];
}
