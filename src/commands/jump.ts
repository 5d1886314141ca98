import { readKey } from '../engine/keyspace.ts';
import { watchScripts } from '../engine/monitor.ts';
import type { Connection } from '../engine/port.ts';
import { UsageError } from '../errors.ts';
import type { Decision } from '../limiter/decision.ts';
import { argsOf, callByCall, fullJump, type JumpOptions, type Target } from '../limiter/jump.ts';
import { crashView, decisionLine, evalLine, noCrashLine, roundTripsLine } from '../view/decision.ts';
import { keyDocument, keyView } from '../view/key-state.ts';
import { pasteHint } from '../view/engine.ts';
import { scriptCommandsDocument, scriptCommandsView } from '../view/script-commands.ts';
import { recordedLine } from '../view/recorded.ts';
import { sessionLine } from '../view/session.ts';
import { answerDocument } from './answer.ts';
import { sessionDocument, withSession, type Context } from './context.ts';
import { run as jumpSeveral } from './jump-several.ts';
import { asksSeveral, type SeveralOptions } from './several-target.ts';
import { makeRecorder } from './record-usage.ts';
import { luckLine } from '../view/luck.ts';
import { luckOf } from './luck.ts';
import { chooseTarget, rowsAfterJumps, type TargetOptions } from './target.ts';

interface Options extends TargetOptions, SeveralOptions {
  cost?: number;
  look?: boolean;
  skew?: number;
  eval?: boolean;
  commands?: boolean;
  crash?: boolean;
  record?: boolean;
}

const yearMs = 365 * 24 * 60 * 60 * 1000;

/** `hyperdrive jump`: one decision, then the state of its key. */
export async function run(context: Context, options: Options, [argument]: string[]): Promise<void> {
  if (options.look && options.cost)
    throw new UsageError('--look costs nothing, --cost something: leave one out.');
  const cost = options.look ? 0 : (options.cost ?? 1);
  if (asksSeveral(options)) return jumpSeveral(context, options, argument, cost);
  await withSession(context, async (session) => {
    const { engine, prefix } = session;
    const target = await chooseTarget(context, options, argument, prefix, cost);
    if (options.crash) needSeveralCalls(target);
    if (options.skew) needBelief(target, cost);
    const whole = options.eval ?? false;
    const asked = { prefix, cost, arrivedMs: context.deps.now(), skewMs: options.skew ?? 0, whole };
    const ask = (connection: Connection) => untilItEnds(connection, target, asked, options.crash ?? false);
    const seen = options.commands ? await watchScripts(engine, sentAs(target), target.key, ask) : null;
    const { decision, calls } = seen ? seen.result : await ask(engine);
    const recorder = makeRecorder(context, session, target.ship, options.record);
    if (decision) await recorder?.add([{ ...decision, cost }]);
    const recorded = await recorder?.close();
    const state = await readKey(engine, prefix, target.key, { rows: rowsAfterJumps });
    const { clock } = state;
    const { ship, key, drive, scripts } = target;
    const luck = luckOf(session, target, await context.fleet());
    const heldMs = clock.mode === 'held' ? clock.nowMs : null;
    const line = whole ? evalLine(scripts[0]!.text, [key], argsOf(target, heldMs, asked)) : undefined;
    context.result(
      {
        ...answerDocument(target, cost, { decision, calls }),
        ...(options.crash && { crashed: decision === null }),
        ...(line !== undefined && { eval: line }),
        ...(seen && scriptCommandsDocument(seen)),
        ...(recorded !== undefined && { recorded }),
        ...(luck && { apart: luck.apart }),
        ...sessionDocument({ ...session, clock }),
        state: keyDocument(state),
      },
      (style) =>
        [
          sessionLine(engine, clock, style),
          ...(line === undefined ? [] : [line, '', ...pasteHint(engine, style)]),
          ...(decision === null
            ? [crashView(ship, calls, unsent(target, calls), style)]
            : [
                decisionLine(ship, drive, cost, decision, style),
                ...(options.crash ? [noCrashLine(style)] : roundTripsLine(calls, style)),
              ]),
          ...recordedLine(ship, recorded, style),
          ...(seen ? ['', scriptCommandsView(seen, style)] : []),
          ...(luck ? [luckLine(luck, style)] : []),
          '',
          keyView(state, clock, style),
        ].join('\n'),
    );
  });
}

/** Throws `UsageError` where the caller's clock makes no difference. */
function needBelief(target: Target, cost: number): void {
  const argv = (skewMs: number) => argsOf(target, null, { cost, arrivedMs: 1e12, skewMs }).join(' ');
  if (argv(0) !== argv(yearMs)) return;
  throw new UsageError(
    `--skew makes no difference to ${target.algorithm.name}: it does not ask the caller what time it is. Leave it out.`,
  );
}

/** Throws `UsageError` where there is no moment between two calls. */
function needSeveralCalls({ algorithm }: Target): void {
  if (algorithm.next) return;
  throw new UsageError(
    `--crash lets the caller die between its calls, but ${algorithm.name} is one script, and a script is one call: there is no in-between to die in.`,
  );
}

/** One jump; a caller that crashes makes the first call only, and has no decision unless that was all. */
async function untilItEnds(
  connection: Connection,
  target: Target,
  asked: JumpOptions,
  crash: boolean,
): Promise<{ decision: Decision | null; calls: number }> {
  if (!crash) return fullJump(connection, target, asked);
  const step = await callByCall(connection, target, asked).next();
  return step.done ? step.value : { decision: null, calls: step.value };
}

/** How a server hears of the target's scripts: by their SHA, or whole. */
function sentAs({ scripts }: Target): ReadonlySet<string> {
  return new Set(scripts.flatMap(({ sha, text }) => [sha, text]));
}

function unsent({ scripts }: Target, calls: number): string[] {
  return scripts.slice(calls).map(({ text }) => text);
}
