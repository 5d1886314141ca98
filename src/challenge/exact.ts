/** Beyond this the contract's scripts refuse: a double no longer holds every whole number of a sum. */
export const maxExact = 2 ** 52;

export const dayMs = 86_400_000;

/** No clock shows a later instant, in ms since 1970, but one that is in microseconds. */
export const lastUsualMs = Date.UTC(3000, 0);

/** What every limiter must take: beyond it a script may refuse, as the log refuses limits above 10,000. */
export function isUsual({
  limit,
  periodMs,
  capacity = limit,
}: {
  limit: number;
  periodMs: number;
  capacity?: number;
}): boolean {
  return limit <= 1_000 && capacity <= 1_000 && periodMs <= 30 * dayMs;
}
