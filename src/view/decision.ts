import type { Decision, Drive } from '../limiter/decision.ts';
import { cliWord } from './cli-word.ts';
import { count, duration } from './format.ts';
import { dot, type Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** `✓ allowed` or `✗ denied`: the word carries the meaning, glyph and colour repeat it. */
export function verdict(allowed: boolean, { chalk, unicode }: Style): string {
  if (allowed) return chalk.green(unicode ? '✓ allowed' : '+ allowed');
  return chalk.red(unicode ? '✗ denied' : 'x denied');
}

/** One decision in one sentence. */
export function decisionLine(
  ship: string,
  drive: Drive,
  cost: number,
  decision: Decision,
  style: Style,
): string {
  const { allowed, remaining, retryAfterMs, resetAfterMs } = decision;
  const head = cost === 0 ? style.chalk.cyan('look') : verdict(allowed, style);
  const facts = [
    `${style.chalk.bold(ship)}${cost > 1 || cost < 0 ? ` for ${count(cost, 'unit')}` : ''}`,
    ...(remaining === null ? [] : [`${remaining} of ${drive.capacity ?? drive.limit} remaining`]),
    ...(allowed ? [] : [retry(retryAfterMs)]),
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

/** The EVAL as one line for the prompt of valkey-cli. */
export function evalLine(script: string, keys: readonly string[], args: readonly string[]): string {
  return ['EVAL', cliWord(script), keys.length, ...[...keys, ...args].map(cliWord)].join(' ');
}
