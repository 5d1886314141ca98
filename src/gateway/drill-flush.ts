import type { Connection } from '../engine/port.ts';
import type { Throwaway } from '../engine/throwaway.ts';
import { count } from '../view/format.ts';
import { drillAsk, drillDeciders, pause, promised, type DrillFleet, type DrillNeeds } from './drill-fleet.ts';
import { tenths } from './drill-phases.ts';
import { realDrillTime, startTraffic, type Decided } from './drill-traffic.ts';

export interface FlushOptions extends Omit<DrillFleet, 'onError' | 'localShare' | 'deadlineMs'> {
  gapMs: number;
  /** From one SCRIPT FLUSH to the next. */
  everyMs: number;
  overMs: number;
}

/** What traffic came to whose script was forgotten again and again. Instants in ms from when it began. */
export interface Flush {
  decisions: readonly Decided[];
  /** When the server had forgotten every script. */
  flushesMs: readonly number[];
  /** When a gateway sent the whole script again. */
  sentAgainMs: readonly number[];
  allowed: number;
  denied: number;
  /** Not decided by the engine. */
  failed: number;
  slowestMs: number;
  elapsedMs: number;
  promised: number;
}

/** What this is about is no deadline: a busy machine shall not fail it. */
const deadlineMs = 5_000;

/** Has the server forget its scripts in the middle of traffic that calls them by SHA, again and again. */
export async function runFlush(
  options: FlushOptions,
  server: Pick<Throwaway, 'connect'>,
  needs: DrillNeeds,
): Promise<Flush> {
  const { gapMs, everyMs, overMs } = options;
  const { time = realDrillTime, progress } = needs;
  const sentAgainMs: number[] = [];
  const flushesMs: number[] = [];
  let elapsedMs = () => 0;
  const open = async () =>
    tellingEval(await server.connect(), () => sentAgainMs.push(Math.round(elapsedMs())));

  const fleet: DrillFleet = { ...options, deadlineMs, onError: 'closed', localShare: 1 };
  const deciders = await drillDeciders(fleet, open, needs);
  const flusher = await server.connect();
  // What was sent to get ready is none of it.
  sentAgainMs.length = 0;
  const decisions: Decided[] = [];
  const traffic = startTraffic({
    deciders,
    ask: drillAsk(options),
    gapMs,
    deadlineMs,
    time,
    seen(decided) {
      decisions.push(decided);
      progress?.(Math.min(1, decided.decidedMs / overMs), count(flushesMs.length, 'flush', 'flushes'));
    },
  });
  elapsedMs = traffic.elapsedMs;

  try {
    // One that takes its time does not make the drill last longer: the next comes when one is due again.
    const due = () => Math.floor(traffic.elapsedMs() / everyMs) * everyMs;
    for (let next = everyMs; next < overMs; next = Math.max(next, due()) + everyMs) {
      await pause(next - traffic.elapsedMs(), time);
      await flusher.call('SCRIPT', 'FLUSH');
      flushesMs.push(Math.round(traffic.elapsedMs()));
    }
    await pause(overMs - traffic.elapsedMs(), time);
    await traffic.stop();
    return {
      decisions,
      flushesMs,
      sentAgainMs,
      ...totals(decisions),
      ...ended(options, traffic.elapsedMs()),
    };
  } finally {
    await traffic.stop();
    flusher.close();
    await Promise.all(deciders.map((decider) => decider.close()));
  }
}

function totals(decisions: readonly Decided[]) {
  const decided = decisions.flatMap(({ verdict }) => (verdict?.by === 'engine' ? [verdict] : []));
  const allowed = decided.filter((verdict) => verdict.allowed).length;
  return {
    allowed,
    denied: decided.length - allowed,
    failed: decisions.length - decided.length,
    slowestMs: tenths(Math.max(0, ...decisions.map(({ askedMs, decidedMs }) => decidedMs - askedMs))),
  };
}

function ended(options: FlushOptions, elapsedMs: number) {
  return { elapsedMs: Math.round(elapsedMs), promised: promised(options, elapsedMs) };
}

/** The same connection, which tells whenever a whole script is sent over it to be run. */
function tellingEval(connection: Connection, told: () => void): Connection {
  return {
    ...connection,
    call(...command) {
      if (command[0] === 'EVAL') told();
      return connection.call(...command);
    },
  };
}
