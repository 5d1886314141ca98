import { duration } from './format.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths of time that people count in, in ms, the shortest first. */
const roundTimes: readonly number[] = [
  ...[1, 10, 100].flatMap((unit) => [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8].map((n) => n * unit)),
  ...[1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30].map((n) => n * second),
  ...[1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30].map((n) => n * minute),
  ...[1, 1.5, 2, 3, 4, 6, 8, 12].map((n) => n * hour),
  ...[1, 10, 100, 1_000, 10_000, 100_000].flatMap((unit) => [1, 2, 3, 5, 7].map((n) => n * unit * day)),
].filter(Number.isInteger);

/** How a span of time is cut into columns. */
export interface Scale {
  /** What a slice lasts. */
  sliceMs: number;
  slices: number;
  /** Columns that a slice is drawn in. */
  stretch: number;
}

/** With fewer slices than this share of the columns a picture is too coarse, however regular. */
const enough = 1 / 3;

/**
 * Cuts a span into round slices, as many as `columns` have room for. Fewer where that lets each series of instants that comes
 * at even distances look so: else a steady stream would be drawn as waves.
 */
export function scaleOf(spanMs: number, columns: number, series: readonly (readonly number[])[]): Scale {
  const fitting = roundTimes.filter((ms) => Math.ceil(spanMs / ms) <= columns);
  const [finest = roundTimes.at(-1)!] = fitting;
  const gaps = series.map(evenGap).filter((gap) => gap !== null);
  const regular = (ms: number) => gaps.every((gap) => keepsStep(ms, gap, spanMs));
  const worthwhile = fitting.filter((ms) => Math.ceil(spanMs / ms) >= columns * enough);
  const sliceMs = worthwhile.find(regular) ?? finest;
  const slices = Math.max(1, Math.ceil(spanMs / sliceMs));
  return { sliceMs, slices, stretch: Math.max(1, Math.floor(columns / slices)) };
}

/** The time between instants, where that is always the same but for rounding and a little noise; else null. */
function evenGap(instants: readonly number[]): number | null {
  const sorted = instants.toSorted((a, b) => a - b);
  const gap = (sorted.at(-1)! - sorted[0]!) / (sorted.length - 1);
  if (!(gap > 0)) return null;
  const even = sorted.every((at, index) => Math.abs(at - sorted[0]! - index * gap) <= Math.max(1, gap / 10));
  return even ? gap : null;
}

/** Whether slices hold a whole number of gaps, or gaps a whole number of slices, all along the span. */
function keepsStep(sliceMs: number, gap: number, spanMs: number): boolean {
  const ratio = sliceMs > gap ? sliceMs / gap : gap / sliceMs;
  const drift = Math.abs(ratio - Math.round(ratio)) / ratio;
  return (drift * spanMs) / sliceMs < 0.5;
}

/** Marks on an axis: in which slice, and what it says. */
export interface Tick {
  slice: number;
  label: string;
}

/** Marks at round times, far enough from each other for what they say. */
export function ticks({ sliceMs, slices, stretch }: Scale): Tick[] {
  const label = (slice: number) => (slice === 0 ? '0' : duration(slice * sliceMs));
  for (const stepMs of roundTimes.filter((ms) => ms % sliceMs === 0)) {
    const step = stepMs / sliceMs;
    const marks = Array.from({ length: Math.ceil(slices / step) }, (_, i) => ({
      slice: i * step,
      label: label(i * step),
    }));
    const widest = Math.max(...marks.map(({ label }) => label.length));
    if (step * stretch >= widest + 3) return marks;
  }
  return [{ slice: 0, label: '0' }];
}
