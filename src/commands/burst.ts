import { holdClock } from '../engine/clock.ts';
import { readKey } from '../engine/keyspace.ts';
import { UsageError } from '../errors.ts';
import type { Target } from '../limiter/jump.ts';
import { burst, callsOf, defaultClients, summarize, type BurstJump } from '../traffic/burst.ts';
import { departures } from '../traffic/measures.ts';
import { arrivalsFile, makePattern } from '../traffic/pattern.ts';
import type { Rate } from '../traffic/rate.ts';
import { burstView } from '../view/burst.ts';
import { keyDocument, keyView } from '../view/key-state.ts';
import { recordedLine } from '../view/recorded.ts';
import { heldNow, sessionLine } from '../view/session.ts';
import { wrapWords } from '../view/wrap.ts';
import { needNamespace, sessionDocument, withSession, type Context, type Session } from './context.ts';
import { runPaced } from './paced-burst.ts';
import { makeRecorder } from './record-usage.ts';
import { runSeveral } from './several-burst.ts';
import { asksSeveral, type SeveralOptions } from './several-target.ts';
import { chooseTarget, rowsAfterJumps, type TargetOptions } from './target.ts';

interface BurstOptions extends TargetOptions, SeveralOptions {
  count?: number;
  clients?: number;
  cost?: number;
  rate?: Rate;
  over?: number;
  arrivals?: string;
  seed?: number;
  warp?: boolean;
  record?: boolean;
  ships?: number;
  /** URLs with commas between them; true where none was written. */
  http?: string | true;
  keyHeader?: string;
  headers?: boolean;
}

/** The options, with what was left to us filled in. */
export type Settled = BurstOptions & { cost: number; seed: number };

/** A limit of a million is no reason to send a million jumps unasked. */
const mostByDefault = 1_000;

/** `hyperdrive burst`: many jumps, at once or at a pace, their totals, and the state of the key. */
export async function run(context: Context, options: BurstOptions, [argument]: string[]): Promise<void> {
  const { deps } = context;
  const settled = { ...options, cost: options.cost ?? 1, seed: options.seed ?? deps.seed() };
  const file = arrivalsFile(options.arrivals);
  const csv = file === null ? undefined : await deps.readFile(file);
  const pattern = makePattern(settled, csv);
  if (options.http !== undefined) {
    return (await import('./http-burst.ts')).runHttp(context, settled, argument, pattern);
  }
  const option = options.keyHeader === undefined ? options.headers && '--headers' : '--key-header';
  if (option) throw new UsageError(`${option} is for gateways: add --http URL, or leave it out.`);
  if (options.ships !== undefined && !asksSeveral(settled)) {
    throw new UsageError('--ships is for limits that may be shared: add --limits or --tiers.');
  }
  await withSession(context, async (session) => {
    if (asksSeveral(settled)) return runSeveral(context, session, settled, argument, pattern);
    if (pattern) return runPaced(context, session, settled, argument, pattern);
    if (options.warp) needNamespace(session, context, 'A warped burst');
    await runAtOnce(context, session, settled, argument);
  });
}

/** Jumps that come at once, over how many connections, and within what time they were answered. */
export async function sendAtOnce(
  context: Context,
  session: Session,
  options: Pick<Settled, 'cost' | 'count' | 'clients' | 'record'>,
  target: Target | readonly Target[],
  usual: number,
): Promise<{ jumps: BurstJump[]; clients: number; elapsedMs: number; recorded: number | undefined }> {
  const { engine, prefix } = session;
  const { now } = context.deps;
  const { cost, count = Math.min(usual, mostByDefault) } = options;
  const clients = Math.min(count, options.clients ?? defaultClients);
  let startedMs = now();
  const ready = () => {
    startedMs = now();
  };
  // One arrival time for all: they come at once, whatever order they are answered in.
  const jumps = await burst(engine, target, { prefix, cost, count, clients, arrivedMs: startedMs, ready });
  const elapsedMs = now() - startedMs;
  const { ship } = [target].flat()[0]!;
  const recorder = makeRecorder(context, session, ship, options.record);
  await recorder?.add(jumps.map((one) => ({ ship: one.ship, allowed: one.allowed, cost })));
  return { jumps, clients, elapsedMs, recorded: await recorder?.close() };
}

async function runAtOnce(
  context: Context,
  session: Session,
  options: Settled,
  argument: string | undefined,
): Promise<void> {
  const { engine, prefix } = session;
  const { cost, seed } = options;
  const target = await chooseTarget(context, options, argument, prefix, cost);
  const { ship, key, drive } = target;
  // Only now: what is refused leaves the clock as it was.
  if (options.warp) await holdClock(engine, prefix);
  const { jumps, clients, elapsedMs, recorded } = await sendAtOnce(
    context,
    session,
    options,
    target,
    drive.limit + 2,
  );
  const state = await readKey(engine, prefix, key, { rows: rowsAfterJumps });
  const { clock } = state;
  const summary = summarize(jumps);

  if (context.options.json) for (const one of jumps) context.result({ ...one }, () => '');
  context.result(
    {
      summary: true,
      ship,
      key,
      ...drive,
      cost,
      ...summary,
      ...departures(jumps),
      arrivals: 'at-once',
      seed,
      calls: callsOf(jumps),
      clients,
      elapsedMs,
      ...(recorded !== undefined && { recorded }),
      ...sessionDocument({ ...session, clock }),
      state: keyDocument(state),
    },
    (style) =>
      [
        sessionLine(engine, clock, style),
        burstView(ship, drive, jumps, summary, { clients, elapsedMs }, style),
        ...recordedLine(ship, recorded, style),
        ...(options.warp && session.clock.mode === 'live' ? [wrapWords(heldNow, style.width)] : []),
        '',
        keyView(state, clock, style),
      ].join('\n'),
  );
}
