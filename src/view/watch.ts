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
  const split = (texts: readonly string[]) => texts.flatMap((text) => text.split('\n'));
  const end = split(foot);
  const missing = (lines: number) =>
    style.chalk.dim(`${ellipsis(style)} ${count(lines, 'more line')} than fit here`);
  return fitRows([...split(body), ...end], rows, missing, end.length);
}

/** What the signs of a watch mean, as far as they are shown, and how it ends. */
export function watchHint({ marked, gone }: { marked: boolean; gone: boolean }, style: Style): string {
  const signs = [...(marked ? ['+ new', '* changed'] : []), ...(gone ? ['- gone'] : [])];
  return style.chalk.dim(
    wrapWords([...signs, 'any key ends the watch'].join(` ${dot(style)} `), style.width),
  );
}
