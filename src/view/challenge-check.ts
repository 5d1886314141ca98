import type { Verdict } from '../challenge/verdict.ts';
import { glyph } from './decision.ts';
import { escapeText } from './escape.ts';
import { clockTime, count } from './format.ts';
import type { Style } from './style.ts';
import { golfLine } from './verdict-cost.ts';
import { command, engineName, points, say } from './verdict-parts.ts';
import { verdictView } from './verdict.ts';
import { ellipsis } from './width.ts';

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
  const offer = command('There are hints, should you want one:', `hyperdrive challenge hint ${id}`, style);
  return [verdictView(verdict, style), ...(offerHint ? [offer] : [])].join('\n\n');
}

function passedView({ id, verdict, first, next }: Checked, style: Style): string {
  const { survived, weaknesses, notAttacked, cost } = verdict;
  const praise = first
    ? `Well done: ${id} is passed, and nothing that came to mind breaks your script.`
    : `${id} still holds.`;
  const tried = `${count(survived.jumps, 'jump')} in ${count(survived.traces, 'trace')}`;
  return [
    [
      style.chalk.green.bold(say(`${glyph(true, style)} ${praise}`, style, '  ')),
      say(`  It survived ${tried}, on ${engineName(verdict)}.`, style, '  '),
      ...(cost ? [`  ${golfLine(cost, { ...style, width: style.width - 2 }).replaceAll('\n', '\n  ')}`] : []),
    ].join('\n'),
    ...points('Worth knowing', weaknesses, style),
    ...points('Not attacked', notAttacked, style),
    [
      next === null
        ? say('You have passed every challenge.', style)
        : command('Next:', `hyperdrive challenge start ${next}`, style),
      command('Another way to write it:', `hyperdrive challenge solution ${id}`, style),
    ].join('\n'),
  ].join('\n\n');
}

/** What stands above each check of a watch. */
export function attackingLine(atMs: number, { chalk, unicode }: Style): string {
  return chalk.dim(`${clockTime(atMs)} attacking${ellipsis({ unicode })}`);
}

/** What stands above a watch. */
export function watchOpening(file: string, interactive: boolean, style: Style): string {
  const heading = `Each save is attacked; ${interactive ? 'q' : 'Ctrl-C'} ends the watch:`;
  return command(heading, escapeText(file), style);
}

/** That there is nothing to watch for now. */
export function goneView(file: string, style: Style): string {
  return command('This file is gone; when it is back it is attacked:', escapeText(file), style);
}
