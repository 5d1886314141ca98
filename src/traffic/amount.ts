import { parseRate, type Rate } from './rate.ts';

const factors: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000 };

/** Reads `10m`, `2.5m`, `50k` and `250` as numbers; null where the text is none of that. */
export function parseAmount(text: string): number | null {
  const [, digits, unit] = /^(\d{1,15}(?:\.\d{1,9})?)([km]?)$/i.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return null;
  // A fraction of a million is rarely a fraction in binary.
  return Number((Number(digits) * factors[unit.toLowerCase()]!).toFixed(6));
}

/** Reads `50k/s`, `3m/m` and whatever else is a rate. */
export function parseLargeRate(text: string): Rate | null {
  const [amount = '', ...per] = text.split('/');
  const jumps = parseAmount(amount);
  return jumps === null ? null : parseRate([String(jumps), ...per].join('/'));
}
