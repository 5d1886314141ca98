/**
 * "Never above the limit", in each algorithm's own sense: a statement about the jumps that were admitted, which knows nothing
 * of how a script or a model decides.
 */

/** A drive that stayed the same. */
export interface Terms {
  limit: bigint;
  periodMs: bigint;
  capacity: bigint;
}

/** A jump that was admitted. */
export interface Admission {
  /** On a clock that never goes back. */
  at: bigint;
  units: bigint;
  /** When it goes: later than `at` only where it waits for its turn. */
  leaves: bigint;
}

/** What was admitted that should not have been, or null. Admissions are in the order of time. */
export type Bound = (terms: Terms, admitted: readonly Admission[]) => string | null;

/** No window that begins at a whole multiple of the period has more than the limit. */
export const inAlignedWindows: Bound = ({ limit, periodMs }, admitted) => {
  const used = new Map<bigint, bigint>();
  for (const { at, units } of admitted) {
    const window = at - (at % periodMs);
    const total = (used.get(window) ?? 0n) + units;
    if (total > limit) return `${total} units in the window that began at ${window}`;
    used.set(window, total);
  }
  return null;
};

/** From each admission that begins a window, the first and each that comes when the last one has ended, it has no more than the limit. */
export const inWindowsFromFirst: Bound = ({ limit, periodMs }, admitted) => {
  for (let rest = admitted; rest.length;) {
    const { at: begins } = rest[0]!;
    const total = sum(rest.filter(({ at }) => at < begins + periodMs));
    if (total > limit) return `${total} units in the window that began with the jump at ${begins}`;
    rest = rest.filter(({ at }) => at >= begins + periodMs);
  }
  return null;
};

/** No window at all has more than the limit; a window is half-open. */
export const inAnyWindow: Bound = ({ limit, periodMs }, admitted) => {
  for (const [index, last] of admitted.entries()) {
    const since = admitted.slice(0, index + 1).filter(({ at }) => at > last.at - periodMs);
    const total = sum(since);
    if (total > limit) return `${total} units in the ${periodMs} ms up to ${last.at}`;
  }
  return null;
};

/**
 * This window's units, and those of the aligned window before times the part of it that a sliding window still covers, are
 * never more than the limit.
 */
export const byEstimate: Bound = ({ limit, periodMs }, admitted) => {
  for (const [index, last] of admitted.entries()) {
    const window = last.at - (last.at % periodMs);
    const soFar = admitted.slice(0, index + 1);
    const current = sum(soFar.filter(({ at }) => at >= window));
    const previous = sum(soFar.filter(({ at }) => at < window && at >= window - periodMs));
    if (current * periodMs + previous * (window + periodMs - last.at) > limit * periodMs)
      return `${current} units in the window of ${last.at}, ${previous} in the one before`;
  }
  return null;
};

/** No stretch of time has more than one bucketful and what refills in that time. */
export const byTheBucketful: Bound = ({ limit, periodMs, capacity }, admitted) => {
  for (const [from, first] of admitted.entries()) {
    let units = 0n;
    for (const last of admitted.slice(from)) {
      units += last.units;
      if (units * periodMs > capacity * periodMs + limit * (last.at - first.at))
        return `${units} units from ${first.at} to ${last.at}`;
    }
  }
  return null;
};

/** The same, and they leave one after the other, each no sooner than what the one before it needs. */
export const inTurn: Bound = (terms, admitted) => {
  const { limit, periodMs, capacity } = terms;
  for (const [index, jump] of admitted.entries()) {
    const { at, units, leaves } = jump;
    // The longest queue in which it still has room is as long as what the capacity leaves beside it.
    if (leaves < at || (leaves - at - 1n) * limit >= (capacity - units) * periodMs)
      return `what came at ${at} leaves at ${leaves}`;
    const before = admitted[index - 1];
    // An instant is rounded up to a whole millisecond, so two may be closer by less than one.
    if (before && (leaves - before.leaves + 1n) * limit <= before.units * periodMs)
      return `${before.units} units leave at ${before.leaves}, the next already at ${leaves}`;
  }
  return byTheBucketful(terms, admitted);
};

function sum(admitted: readonly Admission[]): bigint {
  return admitted.reduce((total, { units }) => total + units, 0n);
}
