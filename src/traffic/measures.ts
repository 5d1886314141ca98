import type { Arrival } from './arrivals.ts';
import type { PacedJump } from './burst.ts';

/** What a paced burst tells beyond its totals. Instants are in ms from the start; null where there is no such jump. */
export interface Measures {
  firstDenialAtMs: number | null;
  lastAllowedAtMs: number | null;
  /** The most units admitted within any half-open window of one period. */
  mostInAPeriod: number;
  /** The most denials in a row, and when they began and ended. */
  longestDenials: { jumps: number; fromMs: number; toMs: number } | null;
  /** When the last admitted jump leaves, where the limiter is a queue. */
  lastDepartureMs?: number | null;
  /** How late a jump was at most, where jumps can be late: on the live clock. */
  latestMs?: number;
}

export function measure(jumps: readonly PacedJump[], periodMs: number): Measures {
  const admitted = jumps.filter(({ allowed }) => allowed);
  const isLive = jumps.some(({ dueMs }) => dueMs !== undefined);
  return {
    firstDenialAtMs: jumps.find(({ allowed }) => !allowed)?.atMs ?? null,
    lastAllowedAtMs: admitted.at(-1)?.atMs ?? null,
    mostInAPeriod: mostWithin(admitted, periodMs),
    longestDenials: longestDenials(jumps),
    ...departures(jumps),
    ...(isLive && {
      latestMs: largest(jumps.map(({ atMs, dueMs = atMs }) => Math.max(0, atMs - dueMs))) ?? 0,
    }),
  };
}

/** When the last admitted jump leaves, where the limiter is a queue; jumps without an instant all came at once. */
export function departures(
  jumps: readonly { allowed: boolean; atMs?: number; delayMs?: number }[],
): Pick<Measures, 'lastDepartureMs'> {
  if (jumps.every(({ delayMs }) => delayMs === undefined)) return {};
  const admitted = jumps.filter(({ allowed }) => allowed);
  return { lastDepartureMs: largest(admitted.map(({ atMs = 0, delayMs = 0 }) => atMs + delayMs)) };
}

/** The most units in any window [t, t + period): such a window may as well begin at a jump. */
export function mostWithin(admitted: readonly Arrival[], periodMs: number): number {
  let [most, units, oldest] = [0, 0, 0];
  for (const { atMs, cost } of admitted) {
    units += cost;
    while (admitted[oldest]!.atMs <= atMs - periodMs) units -= admitted[oldest++]!.cost;
    most = Math.max(most, units);
  }
  return most;
}

function longestDenials(jumps: readonly PacedJump[]): Measures['longestDenials'] {
  let longest: Measures['longestDenials'] = null;
  let run = { jumps: 0, fromMs: 0, toMs: 0 };
  for (const { allowed, atMs } of jumps) {
    run = allowed
      ? { jumps: 0, fromMs: 0, toMs: 0 }
      : { jumps: run.jumps + 1, fromMs: run.jumps ? run.fromMs : atMs, toMs: atMs };
    if (run.jumps > (longest?.jumps ?? 0)) longest = run;
  }
  return longest;
}

/** Not Math.max(...): a million arguments are too many. */
function largest(numbers: readonly number[]): number | null {
  return numbers.reduce<number | null>(
    (most, number) => (most === null || number > most ? number : most),
    null,
  );
}
