const firstMs = 100;
const longestMs = 2_000;

/** After so long without trouble the next one is a new one, and the pauses begin anew. */
export const calmMs = 2 * longestMs;

/**
 * The pause before the next attempt, after so many in vain: twice as long each time, up to 2 s. Chance (0 to 1) takes away up
 * to half of it, so that many gateways do not come back at one instant.
 */
export function pauseMs(failed: number, chance: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(failed, 16));
  return Math.round(whole * (1 - chance / 2));
}
