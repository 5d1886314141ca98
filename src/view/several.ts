import type { LimitStanding, NamedLimit, SeveralDecision, SeveralRule } from '../limiter/several.ts';
import { glyph, retry, verdict } from './decision.ts';
import { fittedTable } from './fitted-table.ts';
import { count, duration, groups } from './format.ts';
import { limitName, limitText, partWord } from './limit.ts';
import { dot, type Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** Several limits, and what they answered to one jump. */
export interface SeveralView {
  ship: string;
  rule: SeveralRule;
  limits: readonly NamedLimit[];
  cost: number;
  decision: SeveralDecision;
}

/** One decision of several limits: in one sentence, and then how each of them stands. */
export function severalView(view: SeveralView, style: Style): string {
  return [sentence(view, style), standingsTable(view, style)].join('\n');
}

function sentence(view: SeveralView, style: Style): string {
  const { ship, limits, cost, decision, rule } = view;
  const { allowed, deniedBy, tier, retryAfterMs } = decision;
  const named = (at: number) => limitName(limits[at]!);
  const facts = [`${style.chalk.bold(ship)}${cost > 1 ? ` for ${count(cost, 'unit')}` : ''}`];
  if (cost === 0 && rule === 'first-that-fits') facts.push(nextTier(view));
  if (cost === 0) facts.push('nothing charged');
  else if (tier !== null) facts.push(`charged to ${named(tier)}`);
  else if (allowed) facts.push(chargedAll(limits.length));
  else {
    facts.push(deniedBy === null ? 'no tier has room' : `by ${named(deniedBy)}`, retry(retryAfterMs));
    if (rule === 'all-or-nothing') facts.push('nothing charged');
  }
  const head = cost === 0 ? style.chalk.cyan('look') : verdict(allowed, style);
  return wrapWords(`${head}  ${facts.join(` ${dot(style)} `)}`, style.width);
}

/** Which tier a jump of one unit would be charged to. A look is told no waits: it asks for nothing. */
function nextTier({ limits, decision }: SeveralView): string {
  const at = decision.standings.findIndex(({ remaining }) => remaining >= 1);
  return at < 0 ? 'no tier has room now' : `the next goes to ${limitName(limits[at]!)}`;
}

function chargedAll(limits: number): string {
  if (limits === 1) return 'charged';
  return limits === 2 ? 'charged to both limits' : `charged to all ${limits} limits`;
}

/** A row for each limit; those without room, and the tier that was charged, have their sign in front. */
function standingsTable({ rule, limits, cost, decision }: SeveralView, style: Style): string {
  const { tier, standings } = decision;
  const mark = (at: number): string => {
    if (standings[at]!.retryAfterMs !== 0) return `${glyph(false, style)} `;
    return at === tier ? `${glyph(true, style)} ` : '  ';
  };
  return fittedTable(
    [
      { head: `  ${partWord[rule]}` },
      { head: 'of', drop: 2 },
      { head: 'left', align: 'right' },
      ...(cost === 0 ? [] : [{ head: 'retry in', align: 'right' } as const]),
      { head: 'as new in', align: 'right', drop: 1 },
    ],
    limits.map((limit, at) => {
      const { remaining, resetAfterMs, ...standing } = standings[at]!;
      return [
        mark(at) + limitName(limit),
        limitText(limit),
        groups(remaining),
        ...(cost === 0 ? [] : [waitText(standing)]),
        duration(resetAfterMs),
      ];
    }),
    style,
  );
}

/** Nothing where the limit had room. */
function waitText({ retryAfterMs }: Pick<LimitStanding, 'retryAfterMs'>): string {
  if (retryAfterMs < 0) return 'never';
  return retryAfterMs === 0 ? '' : duration(retryAfterMs);
}
