import type { Verdict } from '../challenge/verdict.ts';
import { glyph } from './decision.ts';
import { clockTime, count } from './format.ts';
import { indented } from './hanging.ts';
import type { Style } from './style.ts';
import { golfLine } from './verdict-cost.ts';
import { engineName, points, say } from './verdict-parts.ts';
import { verdictView } from './verdict.ts';

/** What came of a check. */
export interface Checked {
  id: string;
  verdict: Verdict;
  /** It had not passed before. */
  first: boolean;
  /** How often in a row the same law broke. */
  failures: number;
  /** Whether to mention that there are hints. */
  offerHint: boolean;
  /** The id of the challenge to go on with; null where all are passed. */
  next: string | null;
}

/** The verdict on the learner's script: in full where it is broken, in short where it passes. */
export function checkedView(checked: Checked, style: Style): string {
  const { id, verdict, offerHint } = checked;
  if (!verdict.finding) return passedView(checked, style);
  const offer = `There are hints, should you want one: \`hyperdrive challenge hint ${id}\``;
  return [verdictView(verdict, style), ...(offerHint ? [indented(offer, style, '')] : [])].join('\n\n');
}

function passedView({ id, verdict, first, next }: Checked, style: Style): string {
  const { survived, weaknesses, notAttacked, cost } = verdict;
  const praise = first
    ? `Well done: ${id} is passed, and nothing that came to mind breaks your script.`
    : `${id} still holds.`;
  const tried = `${count(survived.jumps, 'jump')} in ${count(survived.traces, 'trace')}`;
  const goOn =
    next === null ? 'You have passed every challenge.' : `Next: \`hyperdrive challenge start ${next}\``;
  return [
    [
      style.chalk.green.bold(say(`${glyph(true, style)} ${praise}`, style, '  ')),
      say(`  It survived ${tried}, on ${engineName(verdict)}.`, style, '  '),
      ...(cost ? [golfLine(cost, style)] : []),
    ].join('\n'),
    ...points('Worth knowing', weaknesses, style),
    ...points('Not attacked', notAttacked, style),
    [
      indented(goOn, style, ''),
      indented(`To read another solution: \`hyperdrive challenge solution ${id}\``, style, ''),
    ].join('\n'),
  ].join('\n\n');
}

/** What stands above a check of a file that was saved. */
export function savedLine(atMs: number, file: string, style: Style): string {
  return style.chalk.dim(say(`${clockTime(atMs)} ${file} is attacked`, style));
}

/** What stands above a watch. */
export function watchOpening(file: string, interactive: boolean, style: Style): string {
  return say(`Save ${file} and it is attacked. ${interactive ? 'q' : 'Ctrl-C'} ends the watch.`, style);
}
