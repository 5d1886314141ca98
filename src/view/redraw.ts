import { displayWidth } from './width.ts';
import { withoutColour } from './wrap.ts';

/** A terminal's size. */
export interface Size {
  columns: number;
  rows: number;
}

/**
 * What makes a terminal show `after` where it shows `before`, with the cursor under the last line each time. It goes up and
 * erases lines one by one: what stands above, and the scrollback, are left alone.
 */
export function redraw(before: readonly string[], after: readonly string[], size: Size): string {
  // What has left the screen at its top is out of reach.
  const above = Math.min(rowsOf(before, size), size.rows - 1);
  const left = Math.max(0, above - rowsOf(after, size));
  return [
    '\r',
    up(above),
    // Erased before it is written: behind a line of the full width the last character would be erased too.
    ...after.map((line) => `${eraseLine}${line}\n`),
    `${eraseLine}\n`.repeat(left),
    up(left),
  ].join('');
}

export const hideCursor = '\u001b[?25l';
export const showCursor = '\u001b[?25h';
const eraseLine = '\u001b[2K';

function up(rows: number): string {
  return rows > 0 ? `\u001b[${rows}A` : '';
}

/** How many rows lines take: a terminal that got narrower has broken them. */
function rowsOf(lines: readonly string[], { columns }: Size): number {
  return lines.reduce(
    (rows, line) => rows + Math.max(1, Math.ceil(displayWidth(withoutColour(line)) / columns)),
    0,
  );
}

/** As many lines as fit into `rows`, the last of them saying what is missing; `kept` lines at the end stay. */
export function fitRows(
  lines: readonly string[],
  rows: number,
  missing: (lines: number) => string,
  kept = 0,
): string[] {
  const over = lines.length - rows;
  if (over <= 0) return [...lines];
  const end = lines.length - kept;
  return [...lines.slice(0, Math.max(0, end - over - 1)), missing(over + 1), ...lines.slice(end)];
}
