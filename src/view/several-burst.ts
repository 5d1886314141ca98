import type { NamedLimit, SeveralDecision, SeveralRule } from '../limiter/several.ts';
import type { BurstJump, BurstSummary, PacedJump } from '../traffic/burst.ts';
import type { Pattern } from '../traffic/pattern.ts';
import { burstTimeline } from './burst-timeline.ts';
import { atOnceHeading, runs } from './burst.ts';
import { retry } from './decision.ts';
import { fittedTable } from './fitted-table.ts';
import { duration, groups } from './format.ts';
import { jumpTable, mostLines } from './jump-table.ts';
import { limitName, limitText, partWord } from './limit.ts';
import { pacedHeading } from './paced-burst.ts';
import type { Style } from './style.ts';
import { totalsText } from './totals.ts';
import { wrapWords } from './wrap.ts';

/** In place of what is left where each ship that took turns has a limit of its own. */
const eachItsOwn = 'each its own';

/** A burst that several limits decided together. */
export interface SeveralBurst {
  ship: string;
  /** How many took turns: of their own limits there is no one rest to tell. */
  ships: number;
  rule: SeveralRule;
  limits: readonly NamedLimit[];
  jumps: readonly (BurstJump & Partial<PacedJump>)[];
  summary: BurstSummary;
  /** How many each limit denied, or was charged for, by name. */
  counts: Readonly<Record<string, number>>;
  /** A look after the last jump. */
  decision: SeveralDecision;
  /** Null where all came at once. */
  pattern: Omit<Pattern, 'arrivals' | 'endMs'> | null;
  seed: number;
  clients: number | null;
  elapsedMs: number;
}

/** What happened to every jump, the totals, and a row for each limit. */
export function severalBurstView(burst: SeveralBurst, style: Style): string {
  const { firstDenial } = burst.summary;
  const wrap = (line: string) => wrapWords(line, style.width);
  const totals = totalsText(burst.summary, null, style);
  return [
    wrap(heading(burst, style)),
    marks(burst, style),
    wrap(
      firstDenial
        ? `${totals}. First denial: jump ${groups(firstDenial.jump)}, ${retry(firstDenial.retryAfterMs)}.`
        : `${totals}.`,
    ),
    limitsTable(burst, style),
  ].join('\n');
}

function heading({ pattern, clients, ...burst }: SeveralBurst, style: Style): string {
  if (!pattern) return atOnceHeading(burst.ship, burst.jumps, { ...burst, clients: clients ?? 1 }, style);
  return pacedHeading({ ...burst, pattern, clients }, style);
}

function marks({ jumps, pattern, limits }: SeveralBurst, style: Style): string {
  if (!jumps.length) return 'No jump came in that time.';
  if (jumps.length <= mostLines) return jumpTable(jumps, style);
  if (!pattern) return runs(jumps, style);
  // What is left is each limit's own matter: no one line can show it.
  const untold = paced(jumps).map((one) => ({ ...one, remaining: null }));
  const drive = { algorithm: '', ...limits[0]! };
  return burstTimeline({ drive, jumps: untold, overMs: pattern.overMs, refills: false }, style);
}

function paced(jumps: SeveralBurst['jumps']): PacedJump[] {
  return jumps.map((one) => ({ atMs: 0, cost: 1, ...one }));
}

function limitsTable({ rule, ships, limits, counts, decision }: SeveralBurst, style: Style): string {
  return fittedTable(
    [
      { head: partWord[rule] },
      { head: 'of', drop: 2 },
      { head: rule === 'all-or-nothing' ? 'denied' : 'charged', align: 'right' },
      { head: 'left', align: 'right' },
      { head: 'as new in', align: 'right', drop: 1 },
    ],
    limits.map((limit, at) => {
      const { remaining, resetAfterMs } = decision.standings[at]!;
      const rest =
        ships > 1 && !limit.shared ? [eachItsOwn, eachItsOwn] : [groups(remaining), duration(resetAfterMs)];
      return [limitName(limit), limitText(limit), groups(counts[limit.name] ?? 0), ...rest];
    }),
    style,
  );
}
