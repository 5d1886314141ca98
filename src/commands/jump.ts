import { readKey } from '../engine/keyspace.ts';
import { UsageError } from '../errors.ts';
import { argsOf, fullJump } from '../limiter/jump.ts';
import { evalLine } from '../view/decision.ts';
import { keyDocument } from '../view/key-state.ts';
import { pasteHint } from '../view/engine.ts';
import { sessionLine } from '../view/session.ts';
import { answerDocument, answerText } from './answer.ts';
import { sessionDocument, withSession, type Context } from './context.ts';
import { chooseTarget, rowsAfterJumps, type TargetOptions } from './target.ts';

interface JumpOptions extends TargetOptions {
  cost?: number;
  look?: boolean;
  skew?: number;
  eval?: boolean;
}

/** `hyperdrive jump`: one decision, then the state of its key. */
export async function run(context: Context, options: JumpOptions, [argument]: string[]): Promise<void> {
  if (options.look && options.cost)
    throw new UsageError('--look costs nothing, --cost something: leave one out.');
  const cost = options.look ? 0 : (options.cost ?? 1);
  await withSession(context, async (session) => {
    const { engine, prefix } = session;
    const target = await chooseTarget(context, options, argument, prefix, cost);
    const whole = options.eval ?? false;
    const asked = { prefix, cost, arrivedMs: context.deps.now(), skewMs: options.skew ?? 0, whole };
    const answer = await fullJump(engine, target, asked);
    const state = await readKey(engine, prefix, target.key, { rows: rowsAfterJumps });
    const { clock } = state;
    const { key, scripts } = target;
    const heldMs = clock.mode === 'held' ? clock.nowMs : null;
    const line = whole ? evalLine(scripts[0]!.text, [key], argsOf(target, heldMs, asked)) : undefined;
    context.result(
      {
        ...answerDocument(target, cost, answer),
        ...(line !== undefined && { eval: line }),
        ...sessionDocument({ ...session, clock }),
        state: keyDocument(state),
      },
      (style) =>
        [
          sessionLine(engine, clock, style),
          ...(line === undefined ? [] : [line, '', ...pasteHint(engine, style)]),
          answerText(target, cost, answer, state, style),
        ].join('\n'),
    );
  });
}
