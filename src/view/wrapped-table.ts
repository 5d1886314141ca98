import Table from 'cli-table3';
import { room, shrink } from './fitted-table.ts';
import type { Style } from './style.ts';
import { tableOptions } from './table.ts';
import { displayWidth } from './width.ts';
import { wrapWords } from './wrap.ts';

export interface WrappedColumn {
  head: string;
  align?: 'left' | 'right';
}

/** A row of escaped cells, each of lines; or a remark across all columns. */
export type WrappedRow = { cells: readonly (readonly string[])[]; loud?: boolean } | { remark: string };

/** No column gets narrower than this: what breaks at every word is not read. */
const narrowest = 12;

/**
 * A table in which nothing is cut: what is too wide goes on in the next line of its cell, behind a comma or a semicolon rather than within
 * a phrase. Null where that would break words. Loud rows stand out by colour, so they need a mark besides.
 */
export function wrappedTable(
  columns: readonly WrappedColumn[],
  rows: readonly WrappedRow[],
  style: Style,
): string | null {
  const texts = columns.map(({ head }, i) => [
    head,
    ...rows.flatMap((row) => ('cells' in row ? row.cells[i]! : [])),
  ]);
  const widths = widthsFor(texts, style.width);
  if (!widths) return null;
  const across = widths.reduce((sum, width) => sum + width + 3, -3);
  const remarks = rows.map((row) => ('remark' in row ? displayWidth(row.remark) : 0));
  widths[widths.length - 1]! += Math.max(0, Math.max(...remarks) - across);

  const { chalk } = style;
  const options = tableOptions(style);
  const table = new Table({
    ...options,
    head: columns.map(({ head }, i) =>
      wrapCell(head, widths[i]!)
        .map((line) => chalk.bold(line))
        .join('\n'),
    ),
    colWidths: widths.map((width) => width + 2),
    colAligns: columns.map(({ align = 'left' }) => align),
    wordWrap: false,
  });
  for (const row of rows) {
    if ('remark' in row) {
      table.push([{ colSpan: columns.length, content: chalk.dim(row.remark), hAlign: 'left' }]);
      continue;
    }
    const paint = row.loud ? chalk.red.bold : (text: string) => text;
    table.push(
      row.cells.map((cell, i) =>
        cell
          .flatMap((line) => wrapCell(line, widths[i]!))
          .map((line) => paint(line))
          .join('\n'),
      ),
    );
  }
  return table.toString();
}

function widthsFor(texts: readonly (readonly string[])[], width: number): number[] | null {
  const all = texts.map((_, i) => i);
  const natural = texts.map((lines) => widestOf(lines));
  for (const pieces of [phrases, words]) {
    const floors = texts.map((lines) => Math.max(narrowest, widestOf(lines.flatMap(pieces))));
    const widths = shrink(all, (i) => floors[i]!, natural, room(width, all, 1));
    if (widths) return widths;
  }
  return null;
}

function wrapCell(line: string, width: number): string[] {
  const lines: string[] = [];
  for (const phrase of phrases(line)) {
    const longer = lines.length ? `${lines.at(-1)!} ${phrase}` : phrase;
    if (displayWidth(longer) <= width) lines.splice(-1, 1, longer);
    else lines.push(...wrapWords(phrase, width, '').split('\n'));
  }
  return lines;
}

const phrases = (line: string): string[] => line.split(/(?<=[,;]) /);
/** As `wrapWords` has them: a number keeps its unit. */
const words = (line: string): string[] => wrapWords(line, 1, '').split('\n');

function widestOf(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(displayWidth));
}
