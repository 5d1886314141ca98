import type { Step } from '../challenge/verdict.ts';
import { glyph } from './decision.ts';
import { cellText } from './excerpt.ts';
import { count, instantText } from './format.ts';
import { jumpHow } from './jump-how.ts';
import type { Style } from './style.ts';
import { displayWidth, ellipsis, fit } from './width.ts';
import { wrappedTable, type WrappedColumn, type WrappedRow } from './wrapped-table.ts';
import { wrapWords } from './wrap.ts';

/** So many jumps are all shown; of more, the first and those around where it broke. */
const mostSteps = 14;
const shownAtStart = 4;
const shownBeforeBreak = 5;

/** A server may say anything. */
const mostCellText = 160;

/** A jump of the counterexample with its number, or how many were left out. */
type Item = { step: Step; number: number } | { hidden: readonly Step[] };

/** The jumps of a counterexample, one after another: as a table, or one below the other where that does not fit. */
export function verdictTimeline(steps: readonly Step[], style: Style): string {
  const items = folded(steps);
  return asTable(items, style) ?? items.map((item) => asBlock(item, style)).join('\n');
}

function folded(steps: readonly Step[]): Item[] {
  const items = steps.map((step, at) => ({ step, number: at + 1 }));
  if (steps.length <= mostSteps) return items;
  const broke = steps.findIndex(({ broken }) => broken);
  const from = (broke < 0 ? steps.length : broke + 1) - shownBeforeBreak;
  const shown = ({ number, step }: { number: number; step: Step }) =>
    number <= shownAtStart || (number > from && number <= from + shownBeforeBreak + 1) || step.broken;
  const out: Item[] = [];
  for (const item of items) {
    const last = out.at(-1);
    if (shown(item)) out.push(item);
    else if (last && 'hidden' in last) last.hidden = [...last.hidden, item.step];
    else out.push({ hidden: [item.step] });
  }
  return out;
}

function asTable(items: readonly Item[], style: Style): string | null {
  const steps = items.flatMap((item) => ('step' in item ? [item.step] : []));
  const how = steps.some((step) => jumpHow(step) !== '');
  const keys = steps.some(({ state }) => state.length);
  const columns: WrappedColumn[] = [
    { head: 'jump', align: 'right' },
    { head: 'at', align: 'right' },
    ...(how ? [{ head: 'how' }] : []),
    { head: 'due' },
    { head: 'got' },
    ...(keys ? [{ head: 'keys after it' }] : []),
  ];
  const rows = items.map((item): WrappedRow => {
    if ('hidden' in item) return { remark: foldLine(item.hidden, style.width - 4, style) };
    const { step, number } = item;
    return {
      loud: step.broken,
      cells: [
        [mark(step, style) + number],
        [instantText(step.atMs)],
        ...(how ? [[safe(jumpHow(step), style)]] : []),
        [safe(step.expected, style)],
        [safe(step.got, style)],
        ...(keys ? [step.state.map((line) => safe(line, style))] : []),
      ],
    };
  });
  return wrappedTable(columns, rows, style);
}

function asBlock(item: Item, style: Style): string {
  if ('hidden' in item) return style.chalk.dim(foldLine(item.hidden, style.width, style));
  const { step, number } = item;
  const how = safe(jumpHow(step), style);
  const title = `${mark(step, style)}jump ${number} at ${instantText(step.atMs)}${how && `: ${how}`}`;
  const paint = step.broken ? style.chalk.red.bold : (text: string) => text;
  const facts: [label: string, text: string][] = [
    ['due', step.expected],
    ['got', step.got],
    ...step.state.map((line, at): [string, string] => [at ? '' : 'keys', line]),
  ];
  return [
    wrapWords(title, style.width),
    ...facts
      .filter(([, text]) => text)
      .map(([label, text]) =>
        wrapWords(`  ${label.padEnd(5)}${safe(text, style)}`, style.width, ' '.repeat(7)),
      ),
  ]
    .flatMap((lines) => lines.split('\n').map((line) => paint(line)))
    .join('\n');
}

/** Where it broke: a sign, for colour alone would not reach everybody. */
function mark({ broken }: Step, style: Style): string {
  return broken ? `${glyph(false, style)} ` : '';
}

function foldLine(hidden: readonly Step[], width: number, style: Style): string {
  const more = count(hidden.length, 'more jump');
  const [from, to] = [hidden[0]!, hidden.at(-1)!].map(({ atMs }) => instantText(atMs));
  return fit(
    `${ellipsis(style)} ${more}, ${from === to ? `at ${from}` : `${from} to ${to}`}`,
    width,
    ellipsis(style),
  );
}

function safe(text: string, style: Style): string {
  const escaped = cellText(text);
  return displayWidth(escaped) > mostCellText ? fit(escaped, mostCellText, ellipsis(style)) : escaped;
}
