import { parseDuration } from '../duration.ts';

/** No burst has more jumps. */
export const mostJumps = 1_000_000;

/** So many jumps in so much time. */
export interface Rate {
  jumps: number;
  perMs: number;
}

/** Reads `10/s`, `600/m`, `5/h`, `10/60s`, `0.5/s`; a plain number is per second. Null where the text is no rate. */
export function parseRate(text: string): Rate | null {
  const [, amount, per = 's'] = /^(\d+(?:\.\d+)?)(?:\/(\w+))?$/.exec(text) ?? [];
  const jumps = Number(amount);
  const perMs = parseDuration(/^\d/.test(per) ? per : `1${per}`);
  return jumps > 0 && perMs ? { jumps, perMs } : null;
}

/** Jumps per second. */
export function perSecond({ jumps, perMs }: Rate): number {
  return (jumps / perMs) * 1_000;
}
