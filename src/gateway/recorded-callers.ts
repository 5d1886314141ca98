/** So many callers are counted by themselves in an hour: a key of 160 bytes each, which lives an hour. */
export const mostRecorded = 10_000;
/** Under what all others are counted. No caller's hash reads so. */
export const others = 'others';

const hourMs = 3_600_000;

/**
 * Whom a request is counted for: the caller, or, of those who come when so many have been counted in this hour, `others`. Who
 * invents an API key for each request would otherwise make a key for each.
 */
export function makeRecordedCallers({
  now,
  most = mostRecorded,
}: {
  /** Monotonic, ms. */
  now(): number;
  most?: number;
}): (caller: string) => string {
  const known = new Set<string>();
  let sinceMs = now();
  return (caller) => {
    if (now() - sinceMs >= hourMs) {
      known.clear();
      sinceMs = now();
    }
    if (known.has(caller)) return caller;
    if (known.size >= most) return others;
    known.add(caller);
    return caller;
  };
}
