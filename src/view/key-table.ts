import type { ClockReading } from '../engine/clock.ts';
import type { Excerpt, KeyContent } from '../engine/keyspace.ts';
import type { Mark } from './changes.ts';
import { excerptCell, excerptText, isCut } from './excerpt.ts';
import { fittedTable, type Cell, type Column } from './fitted-table.ts';
import { duration, roundDown } from './format.ts';
import type { Style } from './style.ts';
import { ellipsis, fit, hardWrap } from './width.ts';

const mostValueLines = 6;
const yearMs = 365.25 * 24 * 60 * 60 * 1000;

/** How rows are shown in a view that is redrawn while time passes. */
export interface Watching {
  /** For each row, in a column of their own. */
  marks?: readonly Mark[];
  /** Times are rounded to this. */
  grainMs?: number;
}

/** What a key holds, as a table; a string as its value. Ages are told from the clock's now. */
export function contentLines(
  content: KeyContent,
  clock: ClockReading,
  style: Style,
  { marks, grainMs = 1 }: Watching,
): string[] {
  const cell = (excerpt: Excerpt) => excerptCell(excerpt, style);
  const rank: Column = { head: '#', align: 'right', drop: 1 };
  const table = (columns: Column[], rows: Cell[][]): string[] =>
    rows.length ? [markedTable(columns, rows, marks, style)] : [];
  switch (content.kind) {
    case 'string':
      return value(content.value, style);
    case 'hash':
      return table(
        [
          { head: 'field', shrinks: true },
          { head: 'value', shrinks: true },
        ],
        content.entries.map(({ field, value }) => [cell(field), cell(value)]),
      );
    case 'list':
      return table(
        [rank, { head: 'element', shrinks: true }],
        content.elements.map((element, i) => [String(content.offset + i), cell(element)]),
      );
    case 'set':
      return table(
        [{ head: 'member', shrinks: true }],
        content.members.map((member) => [cell(member)]),
      );
    case 'zset': {
      const ages = agesOf(
        content.entries.map(({ score }) => Number(score)),
        clock.nowMs,
        grainMs,
      );
      return table(
        [
          rank,
          { head: 'member', shrinks: true },
          { head: 'score', align: 'right', ...(ages && { drop: 2 }) },
          ...(ages ? [{ head: 'age', align: 'right' } as const] : []),
        ],
        content.entries.map(({ member, score }, i) => [
          String(content.offset + i),
          cell(member),
          score,
          ...(ages ? [ages[i]!] : []),
        ]),
      );
    }
    case 'none':
      return [];
  }
}

/** What the column of marks takes. */
export const marksWidth = 4;

/** A fitted table, with a column of marks in front where there are any to show. */
export function markedTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  marks: readonly Mark[] | undefined,
  style: Style,
): string {
  if (!marks) return fittedTable(columns, rows, style);
  const marked = rows.map((row, i) => [marks[i] ?? '', ...row]);
  // Coloured after the layout: a table would count the colour codes as text.
  // A blank head: the column is there before the first mark is.
  return fittedTable([{ head: ' ' }, ...columns], marked, style).replaceAll(
    /^([│|] ?)([+*])/gm,
    (_, border: string, mark: Mark) => border + colouredMark(mark, style),
  );
}

export function colouredMark(mark: Mark | '-', { chalk }: Style): string {
  return mark === '+' ? chalk.green(mark) : mark === '*' ? chalk.yellow(mark) : chalk.red(mark);
}

function value(excerpt: Excerpt, style: Style): string[] {
  if (excerpt.length === 0) return ['""'];
  const mark = ellipsis(style);
  const text = excerptText(excerpt) + (isCut(excerpt) ? mark : '');
  return hardWrap(fit(text, mostValueLines * style.width, mark), style.width);
}

/** What a score may count since 1970: milliseconds, seconds or microseconds. */
const timeUnits: ((score: number) => number)[] = [
  (score) => Math.round(score),
  (score) => Math.round(score * 1_000),
  (score) => Math.floor(score / 1_000),
];

/** Scores as ages, where all of them are times within ten years of now; else null. */
function agesOf(scores: readonly number[], nowMs: number, grainMs: number): string[] | null {
  const toMs = timeUnits.find((toMs) =>
    scores.every((score) => Math.abs(toMs(score) - nowMs) <= 10 * yearMs),
  );
  return toMs ? scores.map((score) => ageText(roundDown(nowMs - toMs(score), grainMs))) : null;
}

function ageText(ageMs: number): string {
  if (ageMs === 0) return 'now';
  return ageMs > 0 ? `${duration(ageMs)} ago` : `in ${duration(-ageMs)}`;
}
