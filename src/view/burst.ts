import type { BurstJump, BurstSummary } from '../traffic/burst.ts';
import { retry } from './decision.ts';
import { count, duration, groups } from './format.ts';
import { jumpTable, mostLines } from './jump-table.ts';
import { totalsText, waysText, type Limit, type Ways } from './totals.ts';
import { dot, type Style } from './style.ts';
import { ellipsis } from './width.ts';
import { wrapWords } from './wrap.ts';

/** What happened to every jump of a burst that came all at once, then the totals and the first denial. */
export function burstView(
  ship: string,
  drive: Limit,
  jumps: readonly BurstJump[],
  summary: BurstSummary,
  ways: Ways & { elapsedMs: number },
  style: Style,
): string {
  const { firstDenial } = summary;
  const wrap = (line: string) => wrapWords(line, style.width);
  const heading = atOnceHeading(ship, jumps, { ...ways, summary }, style);
  return [
    wrap(heading),
    jumps.length <= mostLines ? jumpTable(jumps, style) : runs(jumps, style),
    wrap(totalsText(summary, drive, style)),
    ...(firstDenial
      ? [wrap(`First denial: jump ${groups(firstDenial.jump)}, ${retry(firstDenial.retryAfterMs)}.`)]
      : []),
  ].join('\n');
}

/** Who jumps, how often, and over how many connections. */
export function atOnceHeading(
  ship: string,
  jumps: readonly BurstJump[],
  { summary, elapsedMs, ...ways }: Ways & { summary: BurstSummary; elapsedMs: number },
  style: Style,
): string {
  const calls = jumps.reduce((total, one) => total + one.calls, 0);
  // One a jump is what everybody expects.
  const trips = calls > jumps.length ? `, ${count(calls, 'round trip')}` : '';
  const how = ways.clients === 1 && summary.count > 1 ? ', one after the other' : ' at once';
  const at = `${count(summary.count, 'jump')}${how}${waysText(ways)}${trips}`;
  return `${style.chalk.bold(ship)} ${dot(style)} ${at}, answered within ${duration(elapsedMs)}`;
}

/** One mark a jump, in the order of the answers; a run that would fill more than a few rows is shortened to its length. */
export function runs(jumps: readonly BurstJump[], style: Style): string {
  const perRow = Math.max(10, style.width - 10);
  const runs: { allowed: boolean; length: number }[] = [];
  for (const { allowed } of jumps) {
    const last = runs.at(-1);
    if (last?.allowed === allowed) last.length++;
    else runs.push({ allowed, length: 1 });
  }
  const shown = runs.slice(0, 12).map(({ allowed, length }) => {
    const mark = allowed ? (style.unicode ? '✓' : '+') : style.unicode ? '✗' : 'x';
    const marks = mark.repeat(Math.min(length, perRow));
    const text = `${marks}${length > perRow ? ellipsis(style) : ''} ${groups(length)}`;
    return allowed ? style.chalk.green(text) : style.chalk.red(text);
  });
  if (runs.length > shown.length)
    shown.push(`and ${count(runs.length - shown.length, 'more run')} of answers`);
  return shown.join('\n');
}
