import { correct } from '../algorithms/index.ts';
import type { TextStream } from '../deps.ts';
import { needOneServer, warp } from '../engine/clock.ts';
import { readKey } from '../engine/keyspace.ts';
import { messageOf, UsageError } from '../errors.ts';
import { jump, type Target } from '../limiter/jump.ts';
import { duration } from '../view/format.ts';
import { waitFrame, type Waited, type Waiting, type WaitingShip } from '../view/wait.ts';
import { needNamespace, type Context, type Session } from './context.ts';
import { elapse, moveHeld } from './elapse.ts';
import { openRegion } from './region.ts';
import { rowsAfterJumps } from './target.ts';
import { untilKey, type Listener } from './until-key.ts';

const tickMs = 250;

/** A wait that a person watches on `screen`, and may end: space warps the rest, q stops. Nothing of it stays there. */
export async function countDown(
  context: Context,
  session: Session,
  totalMs: number,
  target: Target | null,
  listener: Listener,
  screen: TextStream,
): Promise<Waited> {
  const { deps } = context;
  const held = session.clock.mode === 'held';
  const waiting: Waiting = { totalMs, waitedMs: 0, held, remark: null, ship: null };
  const region = openRegion(screen, deps);
  const ends = (key: string): boolean => {
    if (key !== 'space') return key === 'q';
    waiting.remark = warpRefusal(session, context);
    return waiting.remark === null;
  };
  try {
    const key = await untilKey(listener, ends, async (signal) => {
      const tick = async (waitedMs: number): Promise<void> => {
        waiting.waitedMs = waitedMs;
        if (signal.aborted) return;
        if (target) waiting.ship = await glance(context, session, target);
        region.draw((style, rows) => waitFrame(waiting, style, rows));
      };
      await elapse(session, totalMs, deps, { tickMs, signal, tick });
    });
    const { waitedMs } = waiting;
    const leftMs = totalMs - waitedMs;
    if (key === 'space') await warpOn(session, leftMs, totalMs);
    return { waitedMs, warpedMs: key === 'space' ? leftMs : 0, stopped: key === 'q' && leftMs > 0 };
  } finally {
    region.end(() => []);
  }
}

/** Moves the clock by what is left of a wait, holding it first where it was live. */
export async function warpOn(session: Session, leftMs: number, totalMs: number): Promise<void> {
  const { engine, prefix, clock } = session;
  if (clock.mode === 'live') await warp(engine, prefix, leftMs);
  else await moveHeld(session, leftMs, `after ${duration(totalMs - leftMs)} of ${duration(totalMs)}`);
}

/** Why the clock may not be warped, if it may not. */
function warpRefusal(session: Session, context: Context): string | null {
  try {
    needNamespace(session, context, 'A warp');
    needOneServer(session.engine);
    return null;
  } catch (error) {
    if (error instanceof UsageError) return messageOf(error);
    throw error;
  }
}

/**
 * The limiter as it stands. Only scripts that are proven to write nothing are asked: another's look might be what keeps it
 * from filling up.
 */
async function glance(context: Context, session: Session, target: Target): Promise<WaitingShip> {
  const { engine, prefix } = session;
  const { ship, drive, algorithm, key } = target;
  const proven = correct.includes(algorithm);
  const arrivedMs = context.deps.now();
  const look = proven ? await jump(engine, target, { prefix, cost: 0, arrivedMs }) : null;
  return { ship, drive, look, state: await readKey(engine, prefix, key, { rows: rowsAfterJumps }) };
}
