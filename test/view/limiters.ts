import type { Decision, Drive } from '../../src/limiter/decision.ts';
import type { PacedJump } from '../../src/traffic/burst.ts';
import type { Arrival } from '../../src/traffic/arrivals.ts';

/** Something that decides as a limiter does, for pictures of it. */
export type Decide = (arrival: Arrival, drive: Drive) => Decision;

/** The jumps that come of arrivals. */
export function decided(arrivals: readonly Arrival[], drive: Drive, decide: Decide): PacedJump[] {
  return arrivals.map((arrival, index) => ({
    jump: index + 1,
    client: 1,
    calls: 1,
    ...decide(arrival, drive),
    ...arrival,
  }));
}

/** A bucket that is full at the start; as a queue it tells how long a jump waits for its turn. */
export function bucket({ queue = false, full = true } = {}): Decide {
  let credit: number | null = null;
  let lastMs = 0;
  return ({ atMs, cost }, { limit, periodMs, capacity = limit }) => {
    const most = capacity * periodMs;
    credit = Math.min(most, (credit ?? (full ? most : 0)) + (atMs - lastMs) * limit);
    lastMs = atMs;
    const delayMs = Math.ceil((most - credit) / limit);
    const allowed = cost * periodMs <= credit;
    const retryAfterMs = allowed ? 0 : Math.ceil((cost * periodMs - credit) / limit);
    if (allowed) credit -= cost * periodMs;
    return {
      allowed,
      remaining: Math.floor(credit / periodMs),
      retryAfterMs,
      resetAfterMs: Math.ceil((most - credit) / limit),
      ...(queue && { delayMs: allowed ? delayMs : 0 }),
    };
  };
}

/** A window whose borders are at `offsetMs` and every period from there. */
export function fixedWindow(offsetMs: number): Decide {
  let [window, used] = [-1, 0];
  return ({ atMs, cost }, { limit, periodMs }) => {
    const now = Math.floor((atMs - offsetMs) / periodMs);
    if (now !== window) [window, used] = [now, 0];
    const allowed = used + cost <= limit;
    if (allowed) used += cost;
    const endsInMs = offsetMs + (now + 1) * periodMs - atMs;
    return {
      allowed,
      remaining: limit - used,
      retryAfterMs: allowed ? 0 : endsInMs,
      resetAfterMs: used ? endsInMs : 0,
    };
  };
}
