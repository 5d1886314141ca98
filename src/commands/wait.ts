import type { Document } from '../deps.ts';
import { readDuration } from '../duration.ts';
import { readClock, type ClockReading } from '../engine/clock.ts';
import { readKey } from '../engine/keyspace.ts';
import { UsageError } from '../errors.ts';
import { fullJump, type Target } from '../limiter/jump.ts';
import { duration } from '../view/format.ts';
import { keyDocument, keyView } from '../view/key-state.ts';
import { sessionLine } from '../view/session.ts';
import type { Style } from '../view/style.ts';
import { waitLine, type Waited } from '../view/wait.ts';
import { answerDocument, answerText } from './answer.ts';
import { needNamespace, sessionDocument, withSession, type Context, type Session } from './context.ts';
import { countDown, warpOn } from './countdown.ts';
import { elapse } from './elapse.ts';
import { chooseTarget, rowsAfterJumps, type TargetOptions } from './target.ts';
import { listenerOf } from './until-key.ts';

/** Who has more patience than this has a warp. */
const mostMs = 86_400_000;
/** How often a wait that nobody sees finds out whether the server is still there. */
const checkedEveryMs = 1_000;

/** `hyperdrive wait`: lets time go by, with a countdown where somebody watches. */
export async function run(
  context: Context,
  options: TargetOptions,
  [text = '', argument]: string[],
): Promise<void> {
  const totalMs = readDuration(text);
  if (totalMs > mostMs)
    throw new UsageError(
      `${duration(totalMs)} is longer than anybody waits, which is a day: \`hyperdrive warp ${text}\` moves the clock.`,
    );
  await withSession(context, async (session) => {
    const held = session.clock.mode === 'held';
    if (held) needNamespace(session, context, 'Moving a held clock');
    const named = argument !== undefined || targetOptions.some((name) => options[name] !== undefined);
    const target = named ? await chooseTarget(context, options, argument, session.prefix) : null;
    const waited = await pass(context, session, totalMs, target);
    const { clock, document, texts } = await outcome(context, session, target);
    const holds = !held && clock.mode === 'held';
    context.result({ ...waited, ...document }, (style) =>
      [
        sessionLine(session.engine, clock, style),
        waitLine(waited, totalMs, holds, style),
        ...texts(style),
      ].join('\n'),
    );
  });
}

const targetOptions = ['ship', 'algorithm', 'script', 'limit', 'period', 'capacity'] as const;

async function pass(
  context: Context,
  session: Session,
  totalMs: number,
  target: Target | null,
): Promise<Waited> {
  const { deps } = context;
  const listener = listenerOf(context);
  if (listener && deps.screen) return countDown(context, session, totalMs, target, listener, deps.screen);
  if (session.clock.mode === 'held') {
    await warpOn(session, totalMs, totalMs);
    return { waitedMs: 0, warpedMs: totalMs, stopped: false };
  }
  context.notice(`Waiting ${duration(totalMs)}.`);
  const { signal } = new AbortController();
  await elapse(session, totalMs, deps, { tickMs: checkedEveryMs, signal, tick: async () => {} });
  return { waitedMs: totalMs, warpedMs: 0, stopped: false };
}

interface Outcome {
  clock: ClockReading;
  document: Document;
  texts(style: Style): string[];
}

/** The clock, and the limiter as `jump --look` shows it; of what knows no look, the key. */
async function outcome(context: Context, session: Session, target: Target | null): Promise<Outcome> {
  const { engine, prefix } = session;
  if (!target) {
    const clock = await readClock(engine, prefix);
    return { clock, document: sessionDocument({ ...session, clock }), texts: () => [] };
  }
  const { ship, key, drive, algorithm } = target;
  const look = { prefix, cost: 0, arrivedMs: context.deps.now() };
  const answer = algorithm.flaw ? null : await fullJump(engine, target, look);
  const state = await readKey(engine, prefix, key, { rows: rowsAfterJumps });
  const { clock } = state;
  return {
    clock,
    document: {
      ...(answer ? answerDocument(target, 0, answer) : { ship, key, ...drive }),
      ...sessionDocument({ ...session, clock }),
      state: keyDocument(state),
    },
    texts: (style) => [
      answer ? answerText(target, 0, answer, state, style) : `\n${keyView(state, clock, style)}`,
    ],
  };
}
