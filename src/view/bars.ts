import type { Style } from './style.ts';

const eighths = ' ▁▂▃▄▅▆▇█';
/** Counts in one character: 1 to 9, then a for 10 to z for 35. */
const digits = ' 123456789abcdefghijklmnopqrstuvwxyz';
/** What digits cannot count. */
export const many = '#';

/** Counts as a row of bars, the highest `peak`; without unicode as digits. Anything is more than nothing. */
export function barRow(counts: readonly number[], peak: number, stretch: number, { unicode }: Style): string {
  const bar = (count: number) =>
    unicode ? eighths[Math.ceil((count * 8) / peak)]! : (digits[count] ?? many);
  return counts.map((count) => bar(count).repeat(stretch)).join('');
}

/** Whether `barRow` needs letters for a count. */
export const needsLetters = (peak: number, { unicode }: Style): boolean => !unicode && peak > 9;

/** Values from 0 to `most` as columns over `rows` lines, the top one first; null is nothing. */
export function columnChart(
  values: readonly (number | null)[],
  most: number,
  rows: number,
  stretch: number,
  { unicode }: Style,
): string[] {
  const heights = values.map((value) => {
    const share = Math.min(1, (value ?? 0) / most);
    return share > 0 ? Math.max(1, Math.round(share * rows * 8)) : 0;
  });
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * 8;
    const cell = (height: number) => {
      const filled = Math.max(0, Math.min(8, height - below));
      if (unicode) return eighths[filled]!;
      return filled === 0 ? ' ' : filled < 4 ? '.' : filled < 8 ? 'o' : '#';
    };
    return heights.map((height) => cell(height).repeat(stretch)).join('');
  });
}
