/**
 * The shortest wait from `nowMs` after which `holds`, -1 where it does not by `endMs`. By asking at ever closer instants: for
 * what, once it holds, goes on holding as long as nobody jumps.
 */
export function firstWait(nowMs: bigint, endMs: bigint, holds: (at: bigint) => boolean): bigint {
  if (holds(nowMs)) return 0n;
  if (!holds(endMs)) return -1n;
  let [not, does] = [nowMs, endMs];
  while (does - not > 1n) {
    const middle = (not + does) / 2n;
    if (holds(middle)) does = middle;
    else not = middle;
  }
  return does - nowMs;
}
