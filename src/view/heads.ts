import type { FirstHeads } from '../gateway/http-burst.ts';
import type { Head } from '../gateway/read-answer.ts';
import { escapeText } from './escape.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** The headers of an answer that was a yes, and of one that was a no, as they came. */
export function headsView({ allowed, denied }: FirstHeads, style: Style): string {
  return [
    ...(allowed ? [headView('The first that was allowed was told', allowed, style)] : []),
    ...(denied ? [headView('The first that was denied was told', denied, style)] : []),
  ].join('\n\n');
}

function headView(what: string, { status, headers }: Head, { chalk, width }: Style): string {
  const lines = Object.entries(headers).map(
    ([name, value]) => `${chalk.dim(`${name}:`)} ${escapeText(value)}`,
  );
  return [`${what} ${chalk.bold(String(status))}:`, ...lines.map((line) => `  ${line}`)]
    .map((line) => wrapWords(line, width, '    '))
    .join('\n');
}
