import type { Decision, Drive } from '../limiter/decision.ts';
import { cliWord } from './cli-word.ts';
import { count, duration, groups } from './format.ts';
import { dot, type Style } from './style.ts';
import { ellipsis } from './width.ts';
import { wrapWords } from './wrap.ts';

/** `✓ allowed` or `✗ denied`: the word carries the meaning, glyph and colour repeat it. */
export function verdict(allowed: boolean, style: Style): string {
  const { chalk } = style;
  return allowed ? chalk.green(`${glyph(true, style)} allowed`) : chalk.red(`${glyph(false, style)} denied`);
}

/** The sign alone, where many of them stand side by side. */
export function glyph(allowed: boolean, { unicode }: Pick<Style, 'unicode'>): string {
  if (allowed) return unicode ? '✓' : '+';
  return unicode ? '✗' : 'x';
}

/** One decision in one sentence. */
export function decisionLine(
  ship: string,
  drive: Drive,
  cost: number,
  decision: Decision,
  style: Style,
): string {
  const { allowed, remaining, retryAfterMs, resetAfterMs, delayMs } = decision;
  const head = cost === 0 ? style.chalk.cyan('look') : verdict(allowed, style);
  const facts = [
    `${style.chalk.bold(ship)}${cost > 1 || cost < 0 ? ` for ${count(cost, 'unit')}` : ''}`,
    ...(remaining === null
      ? []
      : [`${groups(remaining)} of ${groups(drive.capacity ?? drive.limit)} remaining`]),
    ...(allowed ? [] : [retry(retryAfterMs)]),
    ...(delayMs === undefined || !allowed ? [] : [turn(delayMs, cost)]),
    ...(resetAfterMs === null
      ? []
      : [resetAfterMs === 0 ? 'as good as new' : `as good as new in ${duration(resetAfterMs)}`]),
  ];
  return wrapWords(`${head}  ${facts.join(` ${dot(style)} `)}`, style.width);
}

/** What a denied caller is told about coming back. */
export function retry(retryAfterMs: number | null): string {
  if (retryAfterMs === null) return 'no retry time';
  return retryAfterMs < 0 ? 'never: it costs more than fits' : `retry after ${duration(retryAfterMs)}`;
}

/** What an admitted caller of a queue is told about leaving; of a look, what a jump would be told. */
function turn(delayMs: number, cost: number): string {
  if (cost === 0) return delayMs === 0 ? 'nobody queues' : `a jump's turn would come in ${duration(delayMs)}`;
  return delayMs === 0 ? 'its turn is now' : `its turn comes in ${duration(delayMs)}`;
}

/** What to know of a limiter that takes several calls; nothing of one that takes one. */
export function roundTripsLine(calls: number, { width }: Style): string[] {
  if (calls < 2) return [];
  return [wrapWords(`${count(calls, 'round trip')}: somebody else may come in between.`, width)];
}

/** Where a caller should have died between its calls, and one call was all that it had to make. */
export function noCrashLine({ width }: Style): string {
  return wrapWords('One call was all it took: there was no in-between to die in.', width);
}

/** Of each call that a dead caller did not make. */
const mostUnsentLines = 6;

/** A caller that died between its calls, and what it did not send any more. */
export function crashView(ship: string, calls: number, unsent: readonly string[], style: Style): string {
  const { chalk, width } = style;
  const head = chalk.red(`${glyph(false, style)} crashed`);
  return [
    wrapWords(
      `${head}  ${chalk.bold(ship)} ${dot(style)} its caller died after call ${calls} of ${calls + unsent.length}`,
      width,
    ),
    'Never sent:',
    ...unsent.flatMap((script) => codeLines(script, style)),
  ].join('\n');
}

/** The first lines of a script that do something. */
function codeLines(script: string, style: Style): string[] {
  const lines = script.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('--'));
  const shown = lines.slice(0, mostUnsentLines).map((line) => wrapWords(`  ${line}`, style.width, '    '));
  return lines.length > shown.length ? [...shown, `  ${ellipsis(style)}`] : shown;
}

/** The EVAL as one line for the prompt of valkey-cli. */
export function evalLine(script: string, keys: readonly string[], args: readonly string[]): string {
  return ['EVAL', cliWord(script), keys.length, ...[...keys, ...args].map(cliWord)].join(' ');
}
