import type { Model, ModelCall, ModelDecision } from './model.ts';
import { Ratio } from './ratio.ts';

const nothing = new Ratio(0n);

/**
 * The leaky bucket as a queue: the jumps stand in line, the first is worked off at the drive's pace, then the next. The
 * line as it is, jump by jump; how long one waits is what those before it still need.
 */
export class LeakyBucketQueueModel implements Model {
  /** What is left of each jump in the line, in units, the first to leave first. */
  #line: readonly Ratio[] = [];
  /** When the line was so: at the newest admission. */
  #at = 0n;

  decide({ limit, periodMs, cost, nowMs, capacity }: ModelCall): ModelDecision {
    const unitsPerMs = new Ratio(limit, periodMs);
    // A clock that steps back counts as no time passed.
    const at = nowMs > this.#at ? nowMs : this.#at;
    const line = workedOff(this.#line, new Ratio(at - this.#at).times(unitsPerMs));
    const before = sum(line);
    /** Until no more than `units` of the line are left, from the caller's now. */
    const waitFor = (units: Ratio, of: Ratio): bigint =>
      units.isBelow(of) ? at - nowMs + of.minus(units).by(unitsPerMs).ceil() : 0n;

    const jump = new Ratio(cost);
    const room = new Ratio(capacity).minus(jump);
    const allowed = cost === 0n || !room.isBelow(before);
    if (allowed && cost > 0n) {
      line.push(jump);
      this.#line = line;
      this.#at = at;
    }
    const all = sum(line);
    return {
      allowed,
      remaining: Ratio.max(nothing, new Ratio(capacity).minus(all)).floor(),
      retryAfterMs: cost > capacity ? -1n : allowed ? 0n : waitFor(room, before),
      resetAfterMs: waitFor(nothing, all),
      delayMs: allowed ? waitFor(nothing, before) : 0n,
    };
  }
}

/** The line after so many units of work. */
function workedOff(line: readonly Ratio[], work: Ratio): Ratio[] {
  const left: Ratio[] = [];
  for (const jump of line) {
    const done = Ratio.min(jump, work);
    work = work.minus(done);
    if (done.isBelow(jump)) left.push(jump.minus(done));
  }
  return left;
}

function sum(line: readonly Ratio[]): Ratio {
  return line.reduce((total, units) => total.plus(units), nothing);
}
