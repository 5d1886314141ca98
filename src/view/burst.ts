import { Chalk } from 'chalk';
import type { Drive } from '../limiter/decision.ts';
import type { BurstJump, BurstSummary } from '../traffic/burst.ts';
import { retry, verdict } from './decision.ts';
import { fittedTable } from './fitted-table.ts';
import { count, duration, groups } from './format.ts';
import { dot, type Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** Up to so many jumps get a line each; more become a timeline. */
const mostLines = 24;

/** What happened to every jump, then the totals and the first denial. */
export function burstView(
  ship: string,
  drive: Drive,
  jumps: readonly BurstJump[],
  summary: BurstSummary,
  { clients, elapsedMs }: { clients: number; elapsedMs: number },
  style: Style,
): string {
  const { chalk } = style;
  const { allowed, denied, firstDenial } = summary;
  const wrap = (line: string) => wrapWords(line, style.width);
  const at = `${count(jumps.length, 'jump')} at once over ${count(clients, 'connection')}`;
  const totals = `${chalk.green(`${groups(allowed)} allowed`)}, ${chalk.red(`${groups(denied)} denied`)}`;
  return [
    wrap(`${chalk.bold(ship)} ${dot(style)} ${at}, answered within ${duration(elapsedMs)}`),
    jumps.length <= mostLines ? lines(jumps, style) : timeline(jumps, style),
    wrap(`${totals} ${dot(style)} limit ${groups(drive.limit)} per ${duration(drive.periodMs)}`),
    ...(firstDenial
      ? [wrap(`First denial: jump ${groups(firstDenial.jump)}, ${retry(firstDenial.retryAfterMs)}.`)]
      : []),
  ].join('\n');
}

function lines(jumps: readonly BurstJump[], style: Style): string {
  // Coloured after the layout: a table would count the colour codes as text.
  const plain = { ...style, chalk: new Chalk({ level: 0 }) };
  const table = fittedTable(
    [
      { head: 'jump', align: 'right' },
      { head: 'decision', shrinks: true },
      { head: 'left', align: 'right', drop: 1 },
      { head: 'retry in', align: 'right' },
    ],
    jumps.map((one) => [
      String(one.jump),
      verdict(one.allowed, plain),
      String(one.remaining ?? '?'),
      wait(one),
    ]),
    style,
  );
  return [true, false].reduce(
    (text, allowed) => text.replaceAll(verdict(allowed, plain), verdict(allowed, style)),
    table,
  );
}

function wait({ allowed, retryAfterMs }: BurstJump): string {
  if (allowed) return '';
  return retryAfterMs === null ? '?' : retryAfterMs < 0 ? 'never' : duration(retryAfterMs);
}

/** One mark a jump, in the order of the answers; a run that would fill more than a few rows is shortened to its length. */
function timeline(jumps: readonly BurstJump[], style: Style): string {
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
    const text = `${marks}${length > perRow ? (style.unicode ? '…' : '...') : ''} ${groups(length)}`;
    return allowed ? style.chalk.green(text) : style.chalk.red(text);
  });
  if (runs.length > shown.length)
    shown.push(`and ${count(runs.length - shown.length, 'more run')} of answers`);
  return shown.join('\n');
}
