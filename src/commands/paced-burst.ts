import { readKey } from '../engine/keyspace.ts';
import { UsageError } from '../errors.ts';
import type { Target } from '../limiter/jump.ts';
import { callsOf, defaultClients, pacedBurst, summarize, type PacedJump } from '../traffic/burst.ts';
import { measure } from '../traffic/measures.ts';
import type { Pattern } from '../traffic/pattern.ts';
import { perSecond } from '../traffic/rate.ts';
import { warpedBurst } from '../traffic/warped.ts';
import { keyDocument, keyView } from '../view/key-state.ts';
import { pacedBurstView } from '../view/paced-burst.ts';
import { recordedLine } from '../view/recorded.ts';
import { heldNow, sessionLine } from '../view/session.ts';
import { wrapWords } from '../view/wrap.ts';
import type { Settled } from './burst.ts';
import { needNamespace, sessionDocument, type Context, type Session } from './context.ts';
import { withProgress } from './progress-line.ts';
import { makeRecorder } from './record-usage.ts';
import { chooseTarget, rowsAfterJumps } from './target.ts';

/** A burst that takes its time: on the live clock in real time, on the held one warped. */
export async function runPaced(
  context: Context,
  session: Session,
  options: Settled,
  argument: string | undefined,
  pattern: Pattern,
): Promise<void> {
  refuseClients(options);
  const { engine, prefix } = session;
  const { rate, overMs } = pattern;
  const { cost, seed } = options;
  const target = await chooseTarget(context, options, argument, prefix, cost);
  refuseCosts(target, pattern);
  const { ship, key, drive, algorithm } = target;
  const { jumps, clients, warped, elapsedMs, recorded, remark } = await sendPaced(
    context,
    session,
    options,
    target,
    pattern,
  );
  const state = await readKey(engine, prefix, key, { rows: rowsAfterJumps });
  const { clock } = state;
  const summary = summarize(jumps);
  const measures = measure(jumps, drive.periodMs);

  if (context.options.json) for (const one of jumps) context.result({ ...one }, () => '');
  context.result(
    {
      summary: true,
      ship,
      key,
      ...drive,
      cost,
      ...summary,
      ...measures,
      arrivals: pattern.name,
      rate: rate && perSecond(rate),
      overMs,
      allowedPerSecond: overMs ? (summary.allowed * 1_000) / overMs : null,
      seed,
      calls: callsOf(jumps),
      clients: clients ?? 1,
      warped,
      elapsedMs,
      ...(recorded !== undefined && { recorded }),
      ...sessionDocument({ ...session, clock }),
      state: keyDocument(state),
    },
    (style) =>
      [
        sessionLine(engine, clock, style),
        pacedBurstView(
          {
            ship,
            drive,
            jumps,
            pattern,
            seed,
            clients,
            summary,
            measures,
            refills: options.script === undefined && algorithm.bucket,
          },
          style,
        ),
        ...recordedLine(ship, recorded, style),
        ...(remark ? [wrapWords(remark, style.width)] : []),
        '',
        keyView(state, clock, style),
      ].join('\n'),
  );
}

/** Throws `UsageError` where connections were asked for that nobody would use. */
export function refuseClients({ warp, clients }: Pick<Settled, 'warp' | 'clients'>): void {
  if (!warp || clients === undefined) return;
  throw new UsageError('A warped burst makes its jumps one after the other: leave out --clients or --warp.');
}

/** The jumps of a paced burst, and how they were made. */
export async function sendPaced(
  context: Context,
  session: Session,
  { warp, clients: asked, record }: Pick<Settled, 'warp' | 'clients' | 'record'>,
  target: Target,
  pattern: Pattern,
): Promise<{
  jumps: PacedJump[];
  /** Null where it was warped. */
  clients: number | null;
  warped: boolean;
  elapsedMs: number;
  recorded: number | undefined;
  /** What became of the clock, where there is something to say. */
  remark: string | null;
}> {
  const { engine, prefix } = session;
  const { arrivals } = pattern;
  const wasLive = session.clock.mode === 'live';
  const warped = warp === true || !wasLive;
  if (warped) needNamespace(session, context, 'A warped burst');
  const clients = warped ? null : Math.min(arrivals.length, asked ?? defaultClients);
  const { now, sleep } = context.deps;
  const recorder = makeRecorder(context, session, target.ship, record);
  const startedMs = now();
  const jumps = await withProgress(context, arrivals.length, (progress) =>
    clients === null
      ? warpedBurst(engine, target, { prefix, ...pattern, progress, ...recorder?.warped })
      : pacedBurst(engine, target, { prefix, arrivals, clients, now, sleep, progress, ...recorder?.paced }),
  );
  const elapsedMs = now() - startedMs;
  const recorded = await recorder?.close();
  const held = warp ? wasLive && heldNow : warped && 'The clock is held, so this was warped.';
  return { jumps, clients, warped, elapsedMs, recorded, remark: held || null };
}

/** A file may ask for other costs than --cost, which was checked with the target. */
function refuseCosts({ algorithm, drive }: Target, { name, arrivals }: Pattern): void {
  for (const cost of new Set(arrivals.map((one) => one.cost))) {
    const refusal = algorithm.refuses?.(drive, cost);
    if (refusal) throw new UsageError(`${algorithm.name} cannot do what ${name} asks: ${refusal}.`);
  }
}
