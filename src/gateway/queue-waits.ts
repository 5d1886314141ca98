import { findAlgorithm } from '../algorithms/index.ts';
import type { Policy } from './decider.ts';
import type { Route } from './routes.ts';

/** A queue that holds requests. */
export interface QueueWait {
  policy: Policy;
  /** The longest that it holds one that it has admitted, ms. */
  ms: number;
}

/** Of all routes the queue that holds requests longest; null where none holds any. */
export function longestWait(routes: readonly Route[]): QueueWait | null {
  let longest: QueueWait | null = null;
  for (const { policies, cost } of routes) {
    const [policy] = policies;
    if (!policy || !findAlgorithm(policy.drive.algorithm).delays) continue;
    const { limit, periodMs, capacity = limit } = policy.drive;
    // Who comes last finds no more before it than leaves room for itself.
    const ms = Math.ceil(((capacity - cost) * periodMs) / limit);
    if (ms > (longest?.ms ?? 0)) longest = { policy, ms };
  }
  return longest;
}
