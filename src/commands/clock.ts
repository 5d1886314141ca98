import { holdClock, releaseClock, serverTime, type ClockReading } from '../engine/clock.ts';
import { parkedKey } from '../engine/namespace.ts';
import { count } from '../view/format.ts';
import { sessionLine } from '../view/session.ts';
import { wrapWords } from '../view/wrap.ts';
import { needNamespace, sessionDocument, withSession, type Context, type Session } from './context.ts';

type Act = (context: Context, session: Session) => Promise<{ clock: ClockReading; remark?: string }>;

const acts: Record<string, Act> = {
  show: async (_, { clock }) => ({ clock }),

  async hold(context, session) {
    needNamespace(session, context, 'Holding the clock');
    const nowMs = await holdClock(session.engine, session.prefix);
    const remark = 'Only `hyperdrive warp` and `wait` move it; `hyperdrive clock live` lets it go.';
    return { clock: { mode: 'held', nowMs }, remark };
  },

  async live(context, session) {
    needNamespace(session, context, 'Letting the clock go');
    const { engine, prefix, clock } = session;
    // Parked keys under a live clock are what an interrupted letting-go left: finish it.
    const parked = Number(await engine.call('EXISTS', parkedKey(prefix)));
    if (clock.mode === 'live' && !parked)
      return { clock, remark: 'It was live already; nothing was cleared.' };
    const cleared = await releaseClock(engine, prefix);
    const remark = `Let go; ${count(cleared, 'limiter')} of held time cleared.`;
    return { clock: { mode: 'live', nowMs: await serverTime(engine) }, remark };
  },
};

/** `hyperdrive clock [show|hold|live]`. */
export async function run(context: Context, _options: object, [what = 'show']: string[]): Promise<void> {
  await withSession(context, async (session) => {
    const { clock, remark } = await acts[what]!(context, session);
    context.result(sessionDocument({ ...session, clock }), (style) =>
      [sessionLine(session.engine, clock, style), ...(remark ? [wrapWords(remark, style.width)] : [])].join(
        '\n',
      ),
    );
  });
}
