import type { Convention } from './convention.ts';
import { maxExact } from './exact.ts';
import { expectedOf, isCost, type Expected } from './expect.ts';
import type { AttackDrive, AttackJump, Sequence, Tags } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/**
 * When a jump comes, after the one before: so many ms after it, after the wait that it was told (0 where it was told none), after
 * its limiter is as good as new, after a part of the period, or at the next instant that is a whole multiple of it (`edge`).
 */
export interface Wait {
  after: 'now' | 'retry' | 'reset' | 'period' | 'edge';
  /** How much of the period; 1 unless given. */
  part?: number;
  plusMs?: number;
}

/** Units; or relative to the most that can be admitted at once, in parts of it and then plus so many. */
export type Cost = number | { part: number; plus: number };

export interface Move {
  wait: Wait;
  cost: Cost;
  skewMs?: number;
  tags?: Tags;
  interleaved?: true;
  dies?: true;
}

/** A sequence told by what the model says: the instants at which mistakes show hang on it. */
export interface Plan {
  drive: AttackDrive;
  startMs: number;
  moves: readonly Move[];
}

/** A whole day of 1970 and after, so every usual period has an edge there: the instant at which attacks begin. */
export const beginningMs = 1_699_920_000_000;

/** The jumps of a plan, with instants and costs that fit what the specimen can be asked. */
export function resolvePlan(specimen: Specimen, { drive, startMs: from, moves }: Plan): Sequence {
  const { convention } = specimen;
  const startMs = nextTick(convention, from);
  const most = drive.capacity ?? drive.limit;
  const stepsBack = convention.contract && !Object.keys(convention.tags).length;
  const jumps: AttackJump[] = [];
  let expected: Expected | undefined;
  let atMs = 0;
  for (const { wait, cost, ...rest } of moves) {
    const { after, part = 1, plusMs = 0 } = wait;
    atMs += plusMs;
    if (after === 'retry') atMs += Math.max(0, expected?.retryAfterMs ?? 0);
    if (after === 'reset') atMs += expected?.resetAfterMs ?? 0;
    if (after === 'period') atMs += Math.floor(drive.periodMs * part);
    if (after === 'edge') atMs += drive.periodMs - ((startMs + atMs - plusMs) % drive.periodMs);
    atMs = Math.max(atMs, -startMs);
    // Only the decision contract says what a step back means, and of several limiters each has an instant of its own.
    if (!stepsBack) atMs = Math.max(atMs, jumps.at(-1)?.atMs ?? 0);
    atMs = nextTick(convention, startMs + atMs) - startMs;
    const wanted = typeof cost === 'number' ? cost : Math.floor(most * cost.part) + cost.plus;
    const units = canCost(specimen, drive, wanted) ? Math.min(wanted, 2 * maxExact) : 1;
    jumps.push({ atMs, cost: units, ...rest });
    if (isCost(units)) expected = expectedOf(specimen, { drive, startMs, jumps }).at(-1);
  }
  return { drive, startMs, jumps };
}

/** The first instant from here on that the script's clock can show. */
export function nextTick({ tickMs = 1 }: Convention, ms: number): number {
  return Math.ceil(ms / tickMs) * tickMs;
}

/** Whether the script can be asked for so much: only the decision contract knows what a look is. */
export function canCost({ convention }: Specimen, drive: AttackDrive, cost: number): boolean {
  if (cost === 1) return true;
  const { costs, costIsTrusted, contract, refuses } = convention;
  if (costIsTrusted && cost < 1) return false;
  return costs && (cost !== 0 || contract) && !refuses?.(drive, cost);
}
