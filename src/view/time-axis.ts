import { many, needsLetters } from './bars.ts';
import { count, duration } from './format.ts';
import type { Style } from './style.ts';
import { ticks, type Scale } from './time-scale.ts';

/** The line under a picture of time, `bottom` before it, and what its marks say. */
export function axis(scale: Scale, bottom: string, gutter: number, style: Style): string[] {
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

/** How much time a column is, and how many bars and digits count; without a full stop. */
export function scaleLegend({ sliceMs, stretch }: Scale, peak: number, one: string, style: Style): string {
  const columns = stretch === 1 ? 'Each column is' : `Each ${stretch} columns are`;
  const bars = style.unicode
    ? `a full bar ${count(peak, one)}`
    : `digits count ${one}s${needsLetters(peak, style) ? ` (a = 10, b = 11${peak > 35 ? `, ${many} = 36 or more` : ''})` : ''}`;
  return `${columns} ${duration(sliceMs)}, ${bars}`;
}
