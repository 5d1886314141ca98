import { inlineWidth, renderInline, safeText, widest, wrapInline } from './inline.ts';
import type { Style } from './style.ts';

/** Markdown for a terminal: paragraphs, lists, headings, quotes, code and tables within the style's width. */
export function renderMarkdown(text: string, style: Style): string {
  const width = Math.min(widest, style.width);
  return blocksOf(text.split('\n'))
    .map((block) => renderBlock(block, width, style))
    .join('\n\n');
}

type Block =
  | { kind: 'paragraph' | 'heading' | 'quote'; text: string }
  | { kind: 'code'; lines: string[] }
  | { kind: 'rule' }
  | { kind: 'table'; rows: string[][] }
  | { kind: 'list'; items: ListItem[] };

interface ListItem {
  depth: number;
  /** `-`, or the number that was written. */
  mark: string;
  text: string;
}

const listItem = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const tableRule = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!;
    const mark = fence.exec(line)?.[1];
    if (line.trim() === '') {
      at++;
    } else if (mark) {
      const end = lines.findIndex(
        (text, index) => index > at && text.trim().startsWith(mark) && /^[`~]+$/.test(text.trim()),
      );
      blocks.push({ kind: 'code', lines: lines.slice(at + 1, end < 0 ? undefined : end) });
      at = end < 0 ? lines.length : end + 1;
    } else if (/^ {0,3}#{1,6}\s/.test(line)) {
      blocks.push({ kind: 'heading', text: line.replace(/^\s*#+\s+/, '').replace(/\s+#+\s*$/, '') });
      at++;
    } else if (/^ {0,3}([-*_])\s*(\1\s*){2,}$/.test(line)) {
      blocks.push({ kind: 'rule' });
      at++;
    } else {
      const end = endOfRun(lines, at);
      blocks.push(readRun(lines.slice(at, end)));
      at = end;
    }
  }
  return blocks;
}

/** Where a run of lines ends: at a blank line, a fence or a heading. */
function endOfRun(lines: readonly string[], from: number): number {
  const end = lines.findIndex(
    (line, at) => at > from && (line.trim() === '' || fence.test(line) || /^ {0,3}#{1,6}\s/.test(line)),
  );
  const stop = end < 0 ? lines.length : end;
  // A list may stand right under a paragraph's line.
  const isList = listItem.test(lines[from]!);
  const turn = lines.findIndex(
    (line, at) => at > from && at < stop && !isList && listItem.test(line) && !/^\s*\d+[^1]/.test(line),
  );
  return turn < 0 ? stop : turn;
}

function readRun(lines: readonly string[]): Block {
  if (lines.length > 1 && lines[0]!.includes('|') && tableRule.test(lines[1]!)) {
    return { kind: 'table', rows: [lines[0]!, ...lines.slice(2)].map(cellsOf) };
  }
  if (listItem.test(lines[0]!)) return { kind: 'list', items: itemsOf(lines) };
  if (lines[0]!.trimStart().startsWith('>')) {
    return { kind: 'quote', text: joined(lines.map((line) => line.replace(/^\s*>\s?/, ''))) };
  }
  return { kind: 'paragraph', text: joined(lines) };
}

function cellsOf(row: string): string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(^|[^\\])\|$/, '$1');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function itemsOf(lines: readonly string[]): ListItem[] {
  const items: ListItem[] = [];
  for (const line of lines) {
    const match = listItem.exec(line);
    if (match) items.push({ depth: Math.floor(match[1]!.length / 2), mark: match[2]!, text: match[3]! });
    else if (items.length) items.at(-1)!.text += ` ${line.trim()}`;
  }
  return items;
}

/** A line break survives where the line ends in a backslash or two spaces. */
function joined(lines: readonly string[]): string {
  return lines
    .map((line, at) =>
      at < lines.length - 1 && /(\\| {2})$/.test(line) ? `${line.replace(/(\\|\s+)$/, '')}\n` : line.trim(),
    )
    .join(' ')
    .replaceAll('\n ', '\n');
}

function renderBlock(block: Block, width: number, style: Style): string {
  const { chalk, unicode } = style;
  switch (block.kind) {
    case 'paragraph':
      return wrapInline(block.text, width, style).join('\n');
    case 'heading':
      return wrapInline(block.text, width, style)
        .map((line) => chalk.bold(line))
        .join('\n');
    case 'quote':
      return wrapInline(block.text, width - 2, style)
        .map((line) => `${chalk.dim(unicode ? '│' : '|')} ${line}`)
        .join('\n');
    case 'rule':
      return chalk.dim((unicode ? '─' : '-').repeat(width));
    case 'code':
      return block.lines.map((line) => `    ${chalk.cyan(safeText(line))}`.trimEnd()).join('\n');
    case 'table':
      return renderTable(block.rows, width, style);
    case 'list':
      return block.items.map((item) => renderItem(item, width, style)).join('\n');
  }
}

function renderItem({ depth, mark, text }: ListItem, width: number, style: Style): string {
  const bullet = /\d/.test(mark) ? mark : style.unicode ? '•' : '-';
  const indent = '  '.repeat(depth);
  const hang = ' '.repeat(indent.length + bullet.length + 1);
  const lines = wrapInline(text, width - hang.length, style);
  return lines.map((line, at) => (at === 0 ? `${indent}${bullet} ${line}` : hang + line)).join('\n');
}

/** Columns where they fit, else a row at a time, each cell behind its head. */
function renderTable([head = [], ...rows]: string[][], width: number, style: Style): string {
  const all = [head, ...rows];
  const columns = head.map((_, at) => Math.max(...all.map((row) => inlineWidth(row[at] ?? '', style))));
  const needed = columns.reduce((sum, column) => sum + column + 2, -2);
  if (needed <= width) {
    const line = (row: readonly string[]): string =>
      columns
        .map(
          (column, at) =>
            renderInline(row[at] ?? '', style) + ' '.repeat(column - inlineWidth(row[at] ?? '', style)),
        )
        .join('  ')
        .trimEnd();
    const rule = columns.map((column) => (style.unicode ? '─' : '-').repeat(column)).join('  ');
    return [style.chalk.bold(line(head)), style.chalk.dim(rule), ...rows.map(line)].join('\n');
  }
  return rows
    .map((row) =>
      head
        .flatMap((name, at) =>
          wrapInline(name ? `${name}: ${row[at] ?? ''}` : (row[at] ?? ''), width - 2, style),
        )
        .map((line, at) => (at === 0 ? line : `  ${line}`))
        .join('\n'),
    )
    .join('\n\n');
}
