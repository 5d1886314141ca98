import { holdClock, releaseClock, type ClockReading } from '../engine/clock.ts';
import { count } from '../view/format.ts';
import { sessionLine } from '../view/session.ts';
import { needNamespace, sessionDocument, withSession, type Context, type Session } from './context.ts';

/** `hyperdrive clock`: where it stands. */
export const show = {
  run: (context: Context) =>
    withSession(context, async (session) => report(context, session, session.clock, '')),
};

/** `hyperdrive clock hold`: stops it. */
export const hold = {
  run: (context: Context) =>
    withSession(context, async (session) => {
      needNamespace(session, context, 'Holding the clock');
      const nowMs = await holdClock(session.engine, session.prefix);
      report(
        context,
        session,
        { mode: 'held', nowMs },
        'Only `hyperdrive warp` moves it; `hyperdrive clock live` lets it go.',
      );
    }),
};

/** `hyperdrive clock live`: lets it go. */
export const live = {
  run: (context: Context) =>
    withSession(context, async (session) => {
      needNamespace(session, context, 'Letting the clock go');
      if (session.clock.mode === 'live')
        return report(context, session, session.clock, 'It was live already; nothing was cleared.');
      const cleared = await releaseClock(session.engine, session.prefix);
      const clock: ClockReading = { mode: 'live', nowMs: context.deps.now() };
      report(context, session, clock, `Let go; ${count(cleared, 'limiter')} of held time cleared.`);
    }),
};

function report(context: Context, session: Session, clock: ClockReading, remark: string): void {
  context.result(sessionDocument({ ...session, clock }), (style) =>
    [sessionLine(session.engine, clock, style), ...(remark ? [remark] : [])].join('\n'),
  );
}
