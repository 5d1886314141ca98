import { maxExact } from './exact.ts';
import type { Answer } from './convention.ts';
import type { Played } from './played.ts';
import type { AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** What is due at one jump: null where it is no jump at all (a cost below 0, say) and must not count. */
export type Expected = Answer | null;

/** When jumps came, where that is not as planned. */
export type Instants = Partial<Pick<Played, 'atMs' | 'apartUs'>>;

/** What the model says to each jump, at the instants that it came at; `create`: another model than the specimen's own. */
export function expectedOf(
  specimen: Specimen,
  sequence: Sequence,
  { atMs, apartUs = 0 }: Instants = {},
  create = specimen.model.model,
): Expected[] {
  const model = create();
  const { drive, startMs, jumps } = sequence;
  // A model counts in whatever is whole.
  const grain = apartUs ? 1_000n : 1n;
  const inMs = (wait: bigint) => Number(wait < 0n ? wait : (wait + grain - 1n) / grain);
  return jumps.map(({ atMs: planned, cost, argument, tags = {} }, index): Expected => {
    if ((argument && !isAsGoodAsNone(argument)) || !isCost(cost)) return null;
    const { counts, ...answer } = model.decide({
      limit: BigInt(drive.limit),
      periodMs: BigInt(drive.periodMs) * grain,
      capacity: BigInt(drive.capacity ?? drive.limit),
      cost: BigInt(cost),
      nowMs: BigInt(atMs?.[index] ?? startMs + planned) * grain + BigInt(index * apartUs),
      tags,
    });
    return {
      allowed: answer.allowed,
      remaining: Number(answer.remaining),
      retryAfterMs: inMs(answer.retryAfterMs),
      resetAfterMs: inMs(answer.resetAfterMs),
      ...(answer.delayMs !== undefined && { delayMs: inMs(answer.delayMs) }),
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
