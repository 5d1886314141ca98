import { readClock } from '../engine/clock.ts';
import { watchScripts } from '../engine/monitor.ts';
import type { Connection } from '../engine/port.ts';
import { jumpSeveral, severalArgs } from '../limiter/several.ts';
import { evalLine } from '../view/decision.ts';
import { pasteHint } from '../view/engine.ts';
import { scriptCommandsDocument, scriptCommandsView } from '../view/script-commands.ts';
import { recordedLine } from '../view/recorded.ts';
import { sessionLine } from '../view/session.ts';
import { severalView } from '../view/several.ts';
import { sessionDocument, withSession, type Context } from './context.ts';
import { makeRecorder } from './record-usage.ts';
import { severalDocument } from './several-document.ts';
import { chooseSeveral, type SeveralOptions } from './several-target.ts';
import type { TargetOptions } from './target.ts';

interface Options extends TargetOptions, SeveralOptions {
  eval?: boolean;
  commands?: boolean;
  record?: boolean;
}

/** `hyperdrive jump --limits` and `--tiers`: one decision of several limits, and how each of them stands. */
export async function run(
  context: Context,
  options: Options,
  argument: string | undefined,
  cost: number,
): Promise<void> {
  await withSession(context, async (session) => {
    const { engine, prefix } = session;
    const target = await chooseSeveral(context, options, argument, { prefix, cost });
    const { ship, rule, script, limits, keys } = target;
    const whole = options.eval ?? false;
    const ask = (connection: Connection) => jumpSeveral(connection, target, { prefix, cost, whole });
    const sentAs = new Set([script.sha, script.text]);
    const seen = options.commands ? await watchScripts(engine, sentAs, keys[0]!, ask) : null;
    const { decision } = seen ? seen.result : await ask(engine);
    const recorder = makeRecorder(context, session, ship, options.record);
    await recorder?.add([{ ...decision, cost }]);
    const recorded = await recorder?.close();
    const clock = await readClock(engine, prefix);
    const heldMs = clock.mode === 'held' ? clock.nowMs : null;
    const line = whole ? evalLine(script.text, keys, severalArgs({ limits, cost, heldMs })) : undefined;
    context.result(
      {
        ...severalDocument(target, cost, decision),
        ...(line !== undefined && { eval: line }),
        ...(seen && scriptCommandsDocument(seen)),
        ...(recorded !== undefined && { recorded }),
        ...sessionDocument({ ...session, clock }),
      },
      (style) =>
        [
          sessionLine(engine, clock, style),
          ...(line === undefined ? [] : [line, '', ...pasteHint(engine, style)]),
          severalView({ ship, rule, limits, cost, decision }, style),
          ...recordedLine(ship, recorded, style),
          ...(seen ? ['', scriptCommandsView(seen, style)] : []),
        ].join('\n'),
    );
  });
}
