import { maxExact } from './exact.ts';
import type { Answer } from './convention.ts';
import type { AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** What is due at one jump: null where it is no jump at all (a cost below 0, say) and must not count. */
export type Expected = Answer | null;

/** What the model says to each jump, at the instants that it came at; `create`: another model than the specimen's own. */
export function expectedOf(
  specimen: Specimen,
  sequence: Sequence,
  atMs?: readonly number[],
  create = specimen.model.model,
): Expected[] {
  const model = create();
  const { drive, startMs, jumps } = sequence;
  return jumps.map(({ atMs: planned, cost, argument, tags = {} }, index): Expected => {
    if ((argument && !isAsGoodAsNone(argument)) || !isCost(cost)) return null;
    const { counts, ...answer } = model.decide({
      limit: BigInt(drive.limit),
      periodMs: BigInt(drive.periodMs),
      capacity: BigInt(drive.capacity ?? drive.limit),
      cost: BigInt(cost),
      nowMs: BigInt(atMs?.[index] ?? startMs + planned),
      tags,
    });
    return {
      allowed: answer.allowed,
      remaining: Number(answer.remaining),
      retryAfterMs: Number(answer.retryAfterMs),
      resetAfterMs: Number(answer.resetAfterMs),
      ...(answer.delayMs !== undefined && { delayMs: Number(answer.delayMs) }),
      ...(counts && {
        counts: Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, Number(value)])),
      }),
    };
  });
}

/** Whether an argument may be what it was replaced by: an empty capacity is that of a call without one. */
function isAsGoodAsNone({ name, value }: NonNullable<AttackJump['argument']>): boolean {
  return name === 'capacity' && value === '';
}

/** Whether a jump may cost so much at all. */
export function isCost(cost: number): boolean {
  return Number.isInteger(cost) && cost >= 0 && cost <= maxExact;
}
