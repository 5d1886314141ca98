/** Numbers from 0 up to, but not including, 1. */
export type Random = () => number;

/**
 * Mulberry32: chance that comes out the same for the same seed, on every machine. 32 bits of state are plenty for a traffic
 * pattern, and far too few for a secret.
 */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
