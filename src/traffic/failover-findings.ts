import type { Decision, Drive } from '../limiter/decision.ts';

/** One jump of a drill; times in ms from its beginning. */
export type Seen =
  | { leftMs: number; atMs: number; decision: Decision; serverMicros: number }
  | { leftMs: number; atMs: number; decision: null; error: string };

/** What a failover came to, as its clients saw it. */
export interface Findings {
  jumps: number;
  admitted: number;
  /** Of those, before the primary was dead. */
  admittedBefore: number;
  denied: number;
  /** Jumps that got an error for an answer, by its text. */
  errors: { message: string; count: number }[];
  /** When the old primary's last decision was there, and the new one's first; null where there is none. */
  lastDecisionMs: number | null;
  firstDecisionMs: number | null;
  /** From that to this. */
  withoutDecisionsMs: number;
  /** Units that were admitted, and that the new primary knows nothing of. */
  lost: number;
  /** Units that the new primary has counted, and whose jumps never got their answer. */
  unanswered: number;
  /** What the limit allows in the time that the drill took. */
  most: number;
  overAdmitted: number;
  /** Of those, what is more than was lost: nobody could say where it came from. */
  unexplained: number;
}

type Decided = Extract<Seen, { serverMicros: number }>;

/** Judges the jumps of a fixed window's drill, whose primary was dead at `killedMs`. */
export function judgeFailover(drive: Drive, seen: readonly Seen[], killedMs: number): Findings {
  const decided = seen
    .filter((one): one is Decided => one.decision !== null)
    .sort((a, b) => a.serverMicros - b.serverMicros);
  // What left after the death was answered by the new one; what left before it and was answered after, by either.
  const isNew = ({ leftMs }: Seen) => leftMs >= killedMs;
  const first = decided.find(isNew);
  const old = decided.filter((one) => !first || one.serverMicros < first.serverMicros);
  const last = old.at(-1);
  const admitted = decided.filter(({ decision }) => decision.allowed).length;
  const windowOf = ({ serverMicros }: Decided) => Math.floor(serverMicros / 1_000 / drive.periodMs);
  const windows = decided.length ? windowOf(decided.at(-1)!) - windowOf(decided[0]!) + 1 : 1;
  const most = drive.limit * windows;
  const forgotten =
    first && last && windowOf(first) === windowOf(last) ? leftBefore(first) - last.decision.remaining! : 0;
  const lost = Math.max(0, forgotten);
  const overAdmitted = Math.max(0, admitted - most);
  return {
    jumps: seen.length,
    admitted,
    admittedBefore: old.filter(({ decision }) => decision.allowed).length,
    denied: decided.length - admitted,
    errors: tally(seen),
    lastDecisionMs: last?.atMs ?? null,
    firstDecisionMs: first?.atMs ?? null,
    withoutDecisionsMs: first && last ? first.atMs - last.atMs : 0,
    lost,
    unanswered: Math.max(0, -forgotten),
    most,
    overAdmitted,
    unexplained: Math.max(0, overAdmitted - lost),
  };
}

/** How often the new primary has said no: what the old one had denied tells nothing of what this one will admit. */
export function deniedSince(seen: readonly Seen[], killedMs: number): number {
  return seen.filter(({ leftMs, decision }) => leftMs >= killedMs && decision?.allowed === false).length;
}

/** Units that were left when this jump came. */
function leftBefore({ decision }: Decided): number {
  return decision.remaining! + (decision.allowed ? 1 : 0);
}

function tally(seen: readonly Seen[]): Findings['errors'] {
  const counts = new Map<string, number>();
  for (const one of seen) {
    if (one.decision === null) counts.set(one.error, (counts.get(one.error) ?? 0) + 1);
  }
  return [...counts].map(([message, count]) => ({ message, count }));
}
