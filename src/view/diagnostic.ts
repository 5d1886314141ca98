import type { TextStream } from '../deps.ts';
import { escapeLines } from './escape.ts';
import { wrapWords } from './wrap.ts';

/** What is to be pasted stands behind a margin, or is a comment of Lua's: broken, it would be something else. */
const forPasting = /^(?: |-- )/;
const narrowest = 20;

/** Text for stderr: made safe, and on a terminal broken between words. Into a pipe each line stays one. */
export function diagnostic(text: string, { isTTY, columns }: Pick<TextStream, 'isTTY' | 'columns'>): string {
  const safe = escapeLines(text);
  if (!isTTY) return safe;
  const width = Math.max(narrowest, columns || 80);
  return safe
    .split('\n')
    .map((line) => (forPasting.test(line) ? line : wrapWords(line, width)))
    .join('\n');
}
