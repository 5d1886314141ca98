import { barRow } from './bars.ts';
import type { Style } from './style.ts';

/** Minutes that one bar may stand for: people can divide an hour by these. */
const groups = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];
const levels = 8;

/** How many values share a bar so that `length` values fit into `cells` columns. */
export function groupOf(length: number, cells: number): number {
  return groups.find((size) => Math.ceil(length / size) <= cells) ?? groups.at(-1)!;
}

/** Sums of `size` values, counted from the last one: the first sum may be of fewer. */
export function grouped(values: readonly number[], size: number): number[] {
  const sums: number[] = Array.from({ length: Math.ceil(values.length / size) }, () => 0);
  for (const [i, value] of values.entries()) {
    sums[sums.length - 1 - Math.floor((values.length - 1 - i) / size)]! += value;
  }
  return sums;
}

/** How to read a row of bars: how long each is, and what the highest stands for. */
export function legend(each: string, highest: string, { unicode }: Style): string {
  return unicode ? `A bar is ${each}; the highest is ${highest}.` : `A digit is ${each}; 8 is ${highest}.`;
}

/** Values as bars in eighths of `peak`; without unicode as the digits 1 to 8. Anything is more than nothing. */
export function sparkline(values: readonly number[], peak: number, style: Style): string {
  return barRow(
    values.map((value) => (peak > 0 ? Math.ceil((value * levels) / peak) : 0)),
    levels,
    1,
    style,
  );
}
