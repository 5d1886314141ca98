import { lawWords } from '../challenge/law-words.ts';
import type { Verdict } from '../challenge/verdict.ts';
import { glyph } from './decision.ts';
import { count, duration, groups, inWords } from './format.ts';
import type { Style } from './style.ts';
import { costView } from './verdict-cost.ts';
import { again, engineName, points, say, titleLine } from './verdict-parts.ts';
import { wrapWords } from './wrap.ts';

/** Nothing broke: what was tried, what holds, what is worth knowing all the same, and what the script costs. */
export function survivedView(verdict: Verdict, style: Style): string {
  const { survived, weaknesses, notAttacked, cost } = verdict;
  return [
    heading(verdict, style),
    ...points(
      'Laws that held',
      survived.laws.map((law) => lawWords[law].demands),
      style,
      glyph(true, style),
    ),
    ...points('Worth knowing', weaknesses, style),
    ...points('Not attacked', notAttacked, style),
    ...(cost ? [costView(cost, verdict, style)] : []),
    again(verdict, style),
  ].join('\n\n');
}

function heading(verdict: Verdict, style: Style): string {
  const { chalk } = style;
  const { traces, jumps, clients } = verdict.survived;
  const tried = [
    `${count(jumps, 'jump')} in ${count(traces, 'trace')}`,
    ...(clients > 1 ? [`${count(clients, 'client')} at once`] : []),
  ];
  return [
    wrapWords(`${chalk.green.bold(`${glyph(true, style)} HELD:`)} no law broke`, style.width),
    titleLine(verdict, style),
    say(`It survived ${tried.join(', and ')}, on ${engineName(verdict)}.`, style),
    ...rangesLine(verdict.survived.tried, style),
  ].join('\n');
}

/** What numbers were tried: what lies beyond them was not. */
function rangesLine({ limit, periodMs, cost }: Verdict['survived']['tried'], style: Style): string[] {
  if (!limit || !periodMs || !cost) return [];
  const to = ([least, most]: readonly [number, number], text: (value: number) => string) =>
    least === most ? text(least) : `${text(least)} to ${text(most)}`;
  const ranges = [
    `limits of ${to(limit, groups)}`,
    `periods of ${to(periodMs, duration)}`,
    `costs of ${to(cost, (units) => (units > 1e15 ? '2^52' : groups(units)))}`,
  ];
  return [say(`Tried were ${inWords(ranges)}.`, style)];
}
