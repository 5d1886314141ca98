import type { Document } from '../deps.ts';
import type { SeveralDecision } from '../limiter/several.ts';
import { namesOf } from '../traffic/several.ts';
import type { NamedTarget } from './several-target.ts';

/** The limits with their keys, and how each of them stands. */
export function limitDocuments({ limits, keys }: NamedTarget, { standings }: SeveralDecision): Document[] {
  return limits.map((limit, at) => ({ ...limit, key: keys[at]!, ...standings[at]! }));
}

/** The limits where several ships took turns: what one of them has left says nothing of the others. */
export function sharedDocuments(target: NamedTarget, decision: SeveralDecision): Document[] {
  return limitDocuments(target, decision).map((document, at) =>
    target.limits[at]!.shared ? document : { ...target.limits[at]! },
  );
}

/** What several limits answered to one jump, with `--json`. */
export function severalDocument(target: NamedTarget, cost: number, decision: SeveralDecision): Document {
  const { ship, rule, limits } = target;
  const { allowed, retryAfterMs } = decision;
  return {
    ship,
    rule,
    cost,
    allowed,
    ...namesOf(rule, limits, decision),
    retryAfterMs,
    limits: limitDocuments(target, decision),
  };
}
