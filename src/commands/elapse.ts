import type { Deps } from '../deps.ts';
import { advance, readClock } from '../engine/clock.ts';
import { HyperdriveError } from '../errors.ts';
import { duration } from '../view/format.ts';
import type { Session } from './context.ts';

/** How time is let go by. */
export interface Pace {
  tickMs: number;
  signal: AbortSignal;
  /** Called at the beginning and after every tick, with what has gone by so far. */
  tick(waitedMs: number): Promise<void>;
}

/**
 * Lets `totalMs` of real time go by, or less where the signal aborts. A held clock is moved along, by exactly as much. Throws `HyperdriveError` where somebody else holds the clock, or lets it go, meanwhile.
 */
export async function elapse(
  session: Session,
  totalMs: number,
  { now, sleep }: Pick<Deps, 'now' | 'sleep'>,
  { tickMs, signal, tick }: Pace,
): Promise<void> {
  const startMs = now();
  let waitedMs = 0;
  for (;;) {
    await tick(waitedMs);
    if (waitedMs >= totalMs || signal.aborted) return;
    await sleep(Math.min(tickMs, totalMs - waitedMs), signal);
    // A computer's clock may be set back: that is no time that was waited, and none that comes back either.
    const goneMs = Math.max(waitedMs, Math.min(totalMs, now() - startMs));
    await follow(session, goneMs - waitedMs, `after ${duration(waitedMs)} of ${duration(totalMs)}`);
    waitedMs = goneMs;
  }
}

/** Moves a held clock by what has gone by; a live one goes by itself. */
async function follow(session: Session, byMs: number, when: string): Promise<void> {
  const { engine, prefix, clock } = session;
  if (clock.mode === 'held') return moveHeld(session, byMs, when);
  if ((await readClock(engine, prefix)).mode === 'live') return;
  throw new HyperdriveError(
    `The clock was held by somebody else ${when}: time no longer goes by for the limiters. \`hyperdrive warp\` moves it, \`hyperdrive clock live\` lets it go.`,
  );
}

/** Moves the held clock of a session. Throws `HyperdriveError` where it was let go meanwhile. */
export async function moveHeld({ engine, prefix }: Session, byMs: number, when: string): Promise<void> {
  if ((await advance(engine, prefix, byMs)) !== null) return;
  throw new HyperdriveError(
    `The clock was let go by somebody else ${when}: there is no held clock to move. \`hyperdrive clock hold\` holds it again.`,
  );
}
