import type { DecidedBy } from './decider.ts';
import type { Decided } from './drill-traffic.ts';

/** What happened to the server, in ms from when the traffic began. */
export interface Marks {
  /** It was sent SIGKILL. */
  killedMs: number;
  /** It had ended. */
  goneMs: number;
  /** It answered again. */
  startedMs: number;
  endMs: number;
}

export const phaseNames = ['before', 'away', 'back'] as const;
export type PhaseName = (typeof phaseNames)[number];

/** What came of the requests of a phase. */
export interface Phase {
  fromMs: number;
  toMs: number;
  asked: number;
  allowed: number;
  denied: number;
  /** Not decided at all. */
  failed: number;
  /** Decided after their deadline. */
  lateDecisions: number;
  slowestMs: number;
  /** How many each decided. */
  by: Record<Exclude<DecidedBy, 'remembered'>, number>;
}

/**
 * In which phase a request was decided. What the engine decided, it decided before it was gone or after it was back, whenever
 * its answer was read; all else belongs to the time when it was decided.
 */
export function phaseOf({ askedMs, decidedMs, verdict }: Decided, marks: Marks): PhaseName {
  if (verdict?.by === 'engine') return askedMs < marks.goneMs ? 'before' : 'back';
  return decidedMs < marks.killedMs ? 'before' : decidedMs < marks.startedMs ? 'away' : 'back';
}

export function phasesOf(decisions: readonly Decided[], marks: Marks): Record<PhaseName, Phase> {
  const { killedMs, startedMs, endMs } = marks;
  const phases = {
    before: emptyPhase(0, killedMs),
    away: emptyPhase(killedMs, startedMs),
    back: emptyPhase(startedMs, endMs),
  };
  for (const one of decisions) count(phases[phaseOf(one, marks)], one);
  return phases;
}

function emptyPhase(fromMs: number, toMs: number): Phase {
  return {
    fromMs: Math.round(fromMs),
    toMs: Math.round(toMs),
    asked: 0,
    allowed: 0,
    denied: 0,
    failed: 0,
    lateDecisions: 0,
    slowestMs: 0,
    by: { engine: 0, local: 0, open: 0, closed: 0 },
  };
}

function count(phase: Phase, { askedMs, decidedMs, verdict, late }: Decided): void {
  phase.asked++;
  if (!verdict) phase.failed++;
  else phase[verdict.allowed ? 'allowed' : 'denied']++;
  // No gateway of a drill remembers denials.
  if (verdict && verdict.by !== 'remembered') phase.by[verdict.by]++;
  if (late) phase.lateDecisions++;
  phase.slowestMs = Math.max(phase.slowestMs, tenths(decidedMs - askedMs));
}

/** To a tenth: what is beyond is noise. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** How long after the server's return a gateway first had a decision from it; null where it had none. */
export function backAfterMs(decisions: readonly Decided[], gateway: number, marks: Marks): number | null {
  const first = decisions.find(
    (one) => one.gateway === gateway && one.verdict?.by === 'engine' && one.askedMs >= marks.goneMs,
  );
  return first ? Math.max(0, Math.round(first.decidedMs - marks.startedMs)) : null;
}

/** What a limiter had left before its server was killed, and when it was asked after that. */
export interface Memory {
  leftBefore: number;
  leftAfter: number;
  /** Whether it had forgotten what it admitted; null where it would be as full by now in any case. */
  stateLost: boolean | null;
}

/** Null where the engine did not decide both before and after. Of a limit that is refilled steadily. */
export function memoryOf(
  decisions: readonly Decided[],
  marks: Marks,
  { limit, periodMs }: { limit: number; periodMs: number },
): Memory | null {
  const told = decisions.filter(({ verdict }) => verdict?.by === 'engine');
  // Answers overtake each other: the least that was left is what was left last, and the most is what was left first.
  const before = told
    .filter((one) => phaseOf(one, marks) === 'before')
    .reduce<Decided | null>((best, one) => (best && remaining(best) < remaining(one) ? best : one), null);
  const after = told
    .filter((one) => phaseOf(one, marks) === 'back')
    .reduce<Decided | null>((best, one) => (best && leftAt(best) >= leftAt(one) ? best : one), null);
  if (!before || !after) return null;
  const leftBefore = remaining(before);
  const refilled = Math.ceil(((after.decidedMs - before.askedMs) * limit) / periodMs);
  const kept = Math.min(limit, leftBefore + refilled);
  return {
    leftBefore,
    leftAfter: leftAt(after),
    stateLost: kept === limit ? null : leftAt(after) > kept,
  };
}

function remaining({ verdict }: Decided): number {
  return verdict!.standings[0]!.remaining;
}

/** What a limiter had left before it was asked. */
function leftAt(one: Decided): number {
  return remaining(one) + (one.verdict!.allowed ? 1 : 0);
}
