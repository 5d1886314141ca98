import type { Random } from './random.ts';
import type { Rate } from './rate.ts';

/** A jump that is to come. */
export interface Arrival {
  /** From the start, in whole ms. */
  atMs: number;
  cost: number;
}

/** Instants from the start, in ms, in order and without end. */
export type Instants = Generator<number, never, void>;

/** At even distances, the first at once. */
export function* steady({ jumps, perMs }: Rate): Instants {
  // Each from the start, not from the one before: rounding must not add up.
  for (let n = 0; ; n++) yield (n * perMs) / jumps;
}

/** Independent of each other, as strangers come: the gaps are exponential, the rate is their mean. */
export function* poisson({ jumps, perMs }: Rate, random: Random): Instants {
  for (let at = 0; ;) {
    at -= (Math.log(1 - random()) * perMs) / jumps;
    yield at;
  }
}

/** Steady at twice the rate for a phase, nothing for a phase, and so on: the mean is the rate. */
export function* onOff({ jumps, perMs }: Rate, phaseMs: number): Instants {
  const on = steady({ jumps: 2 * jumps, perMs });
  for (;;) {
    const at = on.next().value;
    yield Math.floor(at / phaseMs) * 2 * phaseMs + (at % phaseMs);
  }
}

/** The first so many, in whole ms. */
export function first(count: number, instants: Instants): number[] {
  return Array.from({ length: count }, () => Math.floor(instants.next().value));
}

/** Those before `overMs`, in whole ms; null where they are more than `most`. */
export function before(overMs: number, instants: Instants, most: number): number[] | null {
  const found: number[] = [];
  for (;;) {
    const at = instants.next().value;
    if (at >= overMs) return found;
    if (found.length === most) return null;
    found.push(Math.floor(at));
  }
}
