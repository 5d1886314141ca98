import type { Decision } from '../limiter/decision.ts';
import type { Arrival } from '../traffic/arrivals.ts';
import type { Course } from '../traffic/compare.ts';
import { glyph } from './decision.ts';
import { fittedTable, type Cell, type Column } from './fitted-table.ts';
import { groups, timeOfDay } from './format.ts';
import type { Style } from './style.ts';

/** The same jumps, and what several limiters made of them; the first is the reference. */
interface Trace {
  jumps: readonly Arrival[];
  courses: readonly Course[];
}

/** Where less room than this is left beside the names, they stand above. */
const narrowStrip = 30;
const dayMs = 24 * 60 * 60 * 1000;

/** The jump to look at: the first that was decided differently, else the first that was denied, else the first. */
export function focusOf({ jumps, courses }: Trace): number {
  const found = [differs, denies].map((which) => jumps.findIndex((_, i) => which(courses, i)));
  return found.find((at) => at >= 0) ?? 0;
}

function differs(courses: readonly Course[], jump: number): boolean {
  return courses.some(({ decisions }) => decisions[jump]!.allowed !== courses[0]!.decisions[jump]!.allowed);
}

function denies(courses: readonly Course[], jump: number): boolean {
  return courses.some(({ decisions }) => !decisions[jump]!.allowed);
}

/** So many jumps around one, a quarter of them before it. */
function around(focus: number, size: number, total: number): [from: number, to: number] {
  const from = Math.max(0, Math.min(focus - Math.floor(size / 4), total - size));
  return [from, Math.min(total, from + size)];
}

/** A mark for each jump, each limiter in a line, and signs under the jumps that were not decided alike. */
export function strip({ jumps, courses }: Trace, focus: number, style: Style): string {
  const longest = Math.max(...courses.map(({ name }) => name.length));
  const beside = style.width - longest - 2 >= narrowStrip;
  const indent = beside ? longest + 2 : 2;
  const [from, to] = around(focus, style.width - indent, jumps.length);
  const marks = ({ decisions }: Course) =>
    decisions
      .slice(from, to)
      .map(({ allowed }) => glyph(allowed, style))
      .join('');
  const signs = jumps
    .slice(from, to)
    .map((_, i) => (differs(courses, from + i) ? '^' : ' '))
    .join('')
    .trimEnd();
  return [
    style.chalk.dim(`Jumps ${groups(from + 1)} to ${groups(to)}:`),
    ...courses.flatMap((course) =>
      beside
        ? [course.name.padEnd(indent) + coloured(marks(course), style)]
        : [course.name, '  ' + coloured(marks(course), style)],
    ),
    ...(signs ? [' '.repeat(indent) + style.chalk.yellow(signs)] : []),
  ].join('\n');
}

/** Some jumps in a table: when, what it cost where costs differ, and what each limiter said. */
export function rows({ jumps, courses }: Trace, focus: number, most: number, style: Style): string {
  const [from, to] = around(focus, most, jumps.length);
  const costs = jumps.some(({ cost }) => cost !== jumps[0]!.cost);
  const columns: Column[] = [
    { head: 'jump', align: 'right', drop: courses.length + 1 },
    { head: 'at', align: 'right' },
    ...(costs ? [{ head: 'cost', align: 'right' } as const] : []),
    // Where not all fit, the last ones go first; the reference and the first beside it stay.
    ...courses.map(({ name }, i): Column => ({
      head: shortName(name),
      shrinks: true,
      ...(i > 1 && { drop: courses.length - i }),
    })),
  ];
  const table = fittedTable(
    columns,
    jumps
      .slice(from, to)
      .map(({ atMs, cost }, i) => [
        groups(from + i + 1),
        elapsed(atMs),
        ...(costs ? [groups(cost)] : []),
        ...courses.map(({ decisions }) => said(decisions[from + i]!, style)),
      ]),
    style,
  );
  return coloured(table, style);
}

function said({ allowed, remaining }: Decision, style: Style): string {
  return `${glyph(allowed, style)} ${remaining === null ? '?' : groups(remaining)} left`;
}

/** `00:12:03.250`, with the days in front where there are any. */
function elapsed(ms: number): string {
  const days = Math.floor(ms / dayMs);
  return `${days ? `${groups(days)} d ` : ''}${timeOfDay(ms % dayMs)}`;
}

/** Where it is too long, its end stays: that is what tells the sliding windows, and the leaky buckets, apart. */
export function shortName(name: string): Cell {
  const [, text, tail] = /^(.+)(-[^-]+)$/.exec(name) ?? [];
  return text !== undefined && tail !== undefined ? { text, tail } : name;
}

/** Coloured after the layout, which would count the codes as text. Only signs that nothing else is made of. */
function coloured(text: string, { chalk, unicode }: Style): string {
  if (!unicode) return text;
  return text.replaceAll(/✓+/g, (run) => chalk.green(run)).replaceAll(/✗+/g, (run) => chalk.red(run));
}
