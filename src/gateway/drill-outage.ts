import type { Throwaway } from '../engine/throwaway.ts';
import { drillAsk, drillDeciders, pause, promised, type DrillFleet, type DrillNeeds } from './drill-fleet.ts';
import {
  backAfterMs,
  memoryOf,
  phasesOf,
  type Marks,
  type Memory,
  type Phase,
  type PhaseName,
} from './drill-phases.ts';
import { realDrillTime, startTraffic, type Decided } from './drill-traffic.ts';

export interface OutageOptions extends DrillFleet {
  /** From one request to the next, whichever gateway is asked. */
  gapMs: number;
  /** A third of it each: before, away, and back at least. */
  overMs: number;
}

/** What an outage came to. */
export interface Outage {
  decisions: readonly Decided[];
  marks: Marks;
  phases: Record<PhaseName, Phase>;
  /** How long after the server's return the engine decided again, at the first gateway and at the last; null where it did not. */
  backAfterMs: number | null;
  allBackAfterMs: number | null;
  memory: Memory | null;
  /** What the limit lets through in that time. */
  promised: number;
  /** What the first request that missed the engine was told; null where none did. */
  trouble: string | null;
}

/** A circuit that has not closed by itself after so long will not. */
const patienceMs = 10_000;
const lookEveryMs = 20;

/** Kills the server in the middle of traffic, starts it again, and watches until every gateway has its decisions back. */
export async function runOutage(
  options: OutageOptions,
  server: Pick<Throwaway, 'connect' | 'kill' | 'startAgain'>,
  needs: DrillNeeds,
): Promise<Outage> {
  const { gateways, gapMs, overMs, deadlineMs } = options;
  const { time = realDrillTime, progress } = needs;
  const third = overMs / 3;
  const deciders = await drillDeciders(options, () => server.connect(), needs);
  const decisions: Decided[] = [];
  const returned = new Set<number>();
  let goneMs = Infinity;
  let state = 'server up';
  const traffic = startTraffic({
    deciders,
    ask: drillAsk(options),
    gapMs,
    deadlineMs,
    time,
    seen(decided) {
      decisions.push(decided);
      if (decided.verdict?.by === 'engine' && decided.askedMs >= goneMs) returned.add(decided.gateway);
      progress?.(Math.min(1, decided.decidedMs / overMs), state);
    },
  });
  const until = (ms: number) => pause(ms - traffic.elapsedMs(), time);

  try {
    await until(third);
    const killedMs = traffic.elapsedMs();
    state = 'server killed';
    await server.kill();
    goneMs = traffic.elapsedMs();
    await until(2 * third);
    await server.startAgain();
    const startedMs = traffic.elapsedMs();
    state = 'server back';
    await until(startedMs + third);
    while (returned.size < gateways && traffic.elapsedMs() < startedMs + patienceMs) {
      await pause(lookEveryMs, time);
    }
    // The last one too shall be seen to go on.
    await pause(third / 4, time);
    await traffic.stop();

    const marks = { killedMs, goneMs, startedMs, endMs: traffic.elapsedMs() };
    const back = deciders.map((_, index) => backAfterMs(decisions, index + 1, marks));
    const came = back.filter((ms) => ms !== null);
    return {
      decisions,
      marks,
      phases: phasesOf(decisions, marks),
      backAfterMs: came.length ? Math.min(...came) : null,
      allBackAfterMs: came.length === gateways ? Math.max(...came) : null,
      memory: memoryOf(decisions, marks, options),
      promised: promised(options, marks.endMs),
      trouble: decisions.find(({ verdict }) => verdict?.trouble !== undefined)?.verdict?.trouble ?? null,
    };
  } finally {
    await traffic.stop();
    await Promise.all(deciders.map((decider) => decider.close()));
  }
}
