import Table from 'cli-table3';
import type { Style } from './style.ts';
import { tableOptions } from './table.ts';
import { displayWidth, ellipsis, fit } from './width.ts';

export interface Column {
  head: Cell;
  align?: 'left' | 'right';
  /** Its cells may be cut; the cells of other columns are cut only where nothing else helps. */
  shrinks?: boolean;
  /** So many columns stay of it as long as something else can give way; 8 where absent. */
  least?: number;
  /** May be left out where the terminal is narrow: the lowest number goes first. */
  drop?: number;
}

/** Escaped text; the tail stays when the text is cut, or it knows itself how to be cut. */
export type Cell =
  | string
  | { text: string; tail: string }
  | { text: string; fit(columns: number, mark: string): string };

/** A cut column keeps so many columns as long as something else can give way, then so few. */
const comfortable = 8;
const tightest = 4;

/** A table that fits the style's width: what is too wide is cut, and where that is not enough, columns are left out. */
export function fittedTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  style: Style,
): string {
  const natural = columns.map(({ head }, i) =>
    Math.max(displayWidth(whole(head)), ...rows.map((row) => displayWidth(whole(row[i]!)))),
  );
  const { kept, padding, widths } = layout(columns, natural, style.width);
  const cut = (cell: Cell, i: number): string => fitCell(cell, widths[i]!, ellipsis(style));
  const options = tableOptions(style);
  const table = new Table({
    ...options,
    style: { ...options.style, 'padding-left': padding, 'padding-right': padding },
    head: kept.map((column, i) => style.chalk.bold(cut(columns[column]!.head, i))),
    colWidths: widths.map((width) => width + 2 * padding),
    colAligns: kept.map((column) => columns[column]!.align ?? 'left'),
    wordWrap: false,
  });
  for (const row of rows) table.push(kept.map((column, i) => cut(row[column]!, i)));
  return table.toString();
}

interface Layout {
  /** Indices of the columns that are shown. */
  kept: number[];
  padding: number;
  /** Of the kept columns, without padding. */
  widths: number[];
}

function layout(columns: readonly Column[], natural: readonly number[], width: number): Layout {
  const all = columns.map((_, i) => i);
  const droppable = all.filter((i) => columns[i]!.drop).sort((a, b) => columns[a]!.drop! - columns[b]!.drop!);
  const choices = [
    all,
    ...droppable.map((_, i) => all.filter((column) => !droppable.slice(0, i + 1).includes(column))),
  ];
  const comfort = (i: number): number => columns[i]!.least ?? comfortable;
  for (const least of [comfort, () => tightest]) {
    for (const kept of choices) {
      for (const padding of [1, 0]) {
        const widths = shrink(
          kept,
          (i) => (columns[i]!.shrinks ? least(i) : Infinity),
          natural,
          room(width, kept, padding),
        );
        if (widths) return { kept, padding, widths };
      }
    }
  }
  const kept = choices.at(-1)!;
  const widths = shrink(kept, () => 1, natural, room(width, kept, 0)) ?? kept.map(() => 1);
  return { kept, padding: 0, widths };
}

/** Columns of text that are left between the lines of a table. */
export function room(width: number, kept: readonly number[], padding: number): number {
  return width - (kept.length + 1) - 2 * padding * kept.length;
}

/** Takes columns from the widest until all fit; null where the columns may not get that narrow. */
export function shrink(
  kept: readonly number[],
  least: (column: number) => number,
  natural: readonly number[],
  room: number,
): number[] | null {
  const widths = kept.map((column) => natural[column]!);
  const floors = kept.map((column) => Math.min(natural[column]!, least(column)));
  for (let over = sum(widths) - room; over > 0; over--) {
    const widest = widths.reduce(
      (best, width, i) => (width > floors[i]! && (best < 0 || width > widths[best]!) ? i : best),
      -1,
    );
    if (widest < 0) return null;
    widths[widest]!--;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function whole(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  return 'fit' in cell ? cell.text : cell.text + cell.tail;
}

/** How wide the table is where nothing is cut. */
export function naturalWidth(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number {
  const widths = columns.map(({ head }, i) =>
    Math.max(...[head, ...rows.map((row) => row[i]!)].map((cell) => displayWidth(whole(cell)))),
  );
  return sum(widths) + 3 * columns.length + 1;
}

function fitCell(cell: Cell, columns: number, mark: string): string {
  if (typeof cell !== 'string' && 'fit' in cell) return cell.fit(columns, mark);
  const tail = typeof cell === 'string' ? '' : cell.tail;
  const text = typeof cell === 'string' ? cell : cell.text;
  const left = columns - displayWidth(tail);
  return left > mark.length ? fit(text, left, mark) + tail : fit(text + tail, columns, mark);
}
