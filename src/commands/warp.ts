import { warp } from '../engine/clock.ts';
import { parseDuration } from '../duration.ts';
import { UsageError } from '../errors.ts';
import { duration } from '../view/format.ts';
import { heldNow, sessionLine } from '../view/session.ts';
import { needNamespace, sessionDocument, withSession, type Context } from './context.ts';

/** `hyperdrive warp`: holds the clock and moves it forward. */
export async function run(context: Context, _options: object, [text = '']: string[]): Promise<void> {
  const byMs = parseDuration(text);
  if (byMs === null)
    throw new UsageError(`"${text.slice(0, 80)}" is no duration: write 500ms, 30s, 1m30s or 1h.`);
  await withSession(context, async (session) => {
    needNamespace(session, context, 'A warp');
    const nowMs = await warp(session.engine, session.prefix, byMs);
    const clock = { mode: 'held' as const, nowMs };
    context.result({ warpedMs: byMs, ...sessionDocument({ ...session, clock }) }, (style) =>
      [
        sessionLine(session.engine, clock, style),
        `Warped ${duration(byMs)}.${session.clock.mode === 'live' ? ` ${heldNow}` : ''}`,
      ].join('\n'),
    );
  });
}
