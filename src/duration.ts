import { UsageError } from './errors.ts';

const units: readonly [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** Reads `500ms`, `1.5s`, `10m`, `1h30m`, `1d` as whole milliseconds; null where the text is none of that. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    total += Number(amount) * units.find(([name]) => name === unit)![1];
  }
  const whole = Math.round(total);
  return Math.abs(total - whole) < 1e-6 && whole <= Number.MAX_SAFE_INTEGER ? whole : null;
}

/** The same for an argument of a command line. Throws `UsageError`. */
export function readDuration(text: string): number {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  throw new UsageError(`"${text.slice(0, 80)}" is no duration: write 500ms, 30s, 1m30s or 1h.`);
}
