import type { PacedJump } from '../traffic/burst.ts';
import type { Scale } from './time-scale.ts';
import type { Limit } from './totals.ts';

/** What happened in one slice of time. */
export interface Slice {
  allowed: number;
  denied: number;
  /** Jumps whose turn came, where the limiter is a queue. */
  leaving: number;
  /** Units left at its end; null where no jump has told yet. */
  left: number | null;
}

/** Counts jumps by slices. `refills`: whether what is left grows steadily between the jumps, as in a bucket. */
export function slicesOf(
  jumps: readonly PacedJump[],
  { sliceMs, slices }: Scale,
  drive: Limit,
  refills: boolean,
): Slice[] {
  const found: Slice[] = Array.from({ length: slices }, () => ({
    allowed: 0,
    denied: 0,
    leaving: 0,
    left: null,
  }));
  const at = (ms: number) => found[Math.min(slices - 1, Math.max(0, Math.floor(ms / sliceMs)))]!;
  for (const { allowed, atMs, delayMs, remaining } of jumps) {
    at(atMs)[allowed ? 'allowed' : 'denied']++;
    if (allowed && delayMs !== undefined) at(atMs + delayMs).leaving++;
    at(atMs).left = remaining;
  }
  let next = 0;
  for (const [index, slice] of found.entries()) {
    const endMs = (index + 1) * sliceMs - 1;
    while (next < jumps.length && jumps[next]!.atMs <= endMs) next++;
    const latest = jumps[next - 1];
    if (drive && !slice.allowed && !slice.denied && latest)
      slice.left = leftAfter(latest, endMs, drive, refills);
  }
  return found;
}

/**
 * Units left at an instant after a jump, if nobody has jumped since. A bucket fills steadily until it is as good as new; of a
 * window only the end is known, so this may be too low for a while.
 */
function leftAfter(
  { atMs, remaining, resetAfterMs }: PacedJump,
  nowMs: number,
  { limit, periodMs, capacity = limit }: NonNullable<Limit>,
  refills: boolean,
): number | null {
  if (remaining === null || resetAfterMs === null) return remaining;
  const toGoMs = atMs + resetAfterMs - nowMs;
  if (toGoMs <= 0) return capacity;
  return refills ? Math.max(remaining, Math.floor(capacity - (toGoMs * limit) / periodMs)) : remaining;
}
