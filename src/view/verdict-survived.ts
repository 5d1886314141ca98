import { lawWords } from '../challenge/law-words.ts';
import type { Verdict } from '../challenge/verdict.ts';
import { glyph } from './decision.ts';
import { count } from './format.ts';
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
  ].join('\n');
}
