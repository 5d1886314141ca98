import { count } from './format.ts';
import { fitRows } from './redraw.ts';
import { dot, type Style } from './style.ts';
import { ellipsis } from './width.ts';
import { wrapWords } from './wrap.ts';

/** Texts one under the other, as lines that fit into `rows`; `foot` stays whole where they are too many. */
export function inRows(
  body: readonly string[],
  foot: readonly string[],
  rows: number,
  style: Style,
): string[] {
  const split = (texts: readonly string[]) =>
    texts.flatMap((text) => text.split('\n')).flatMap((line) => wrapWords(line, style.width).split('\n'));
  const end = split(foot);
  const missing = (lines: number) =>
    style.chalk.dim(`${ellipsis(style)} ${count(lines, 'more line')} than fit here`);
  return fitRows([...split(body), ...end], rows, missing, end.length);
}

/** What the signs of a watch mean, as far as they are shown, and while it runs how it ends. */
export function watchFoot(
  { marked, gone }: { marked: boolean; gone: boolean },
  running: boolean,
  style: Style,
): string[] {
  const parts = [
    ...(marked ? ['+ new', '* changed'] : []),
    ...(gone ? ['- gone'] : []),
    ...(running ? ['any key ends the watch'] : []),
  ];
  return parts.length ? [style.chalk.dim(wrapWords(parts.join(` ${dot(style)} `), style.width))] : [];
}
