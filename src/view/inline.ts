import { escapeText } from './escape.ts';
import type { Style } from './style.ts';
import { displayWidth, hardWrap } from './width.ts';

/** Prose is no wider than this, however wide the terminal is. */
export const widest = 80;

/** Text of a mission made safe for a terminal: control characters written out, backslashes left as they are. */
export function safeText(text: string): string {
  return escapeText(text.replaceAll('\t', '  ')).replaceAll('\\\\', '\\');
}

interface Span {
  text: string;
  look: 'plain' | 'bold' | 'italic' | 'code';
}

const inline =
  /(?<code>`+)(?<inCode>.*?[^`])\k<code>(?!`)|\*\*(?<bold>(?=\S).*?\S)\*\*|(?<![\w*])[*_](?<italic>(?=[^\s*_]).*?[^\s*_])[*_](?![\w*])|!?\[(?<link>(?:[^[\]]|\[[^\]]*\])*)\]\((?:[^()\s]|\([^)]*\))*(?:\s+"[^"]*")?\)|<(?<auto>https?:[^>\s]+)>|\\(?<literal>[!-/:-@[-`{-~])/;

/** The pieces of a line, marks taken off. Without colour, code keeps its backticks. */
function spansOf(text: string, look: Span['look'], style: Style): Span[] {
  const spans: Span[] = [];
  let rest = text;
  for (let match = inline.exec(rest); match; match = inline.exec(rest)) {
    if (match.index) spans.push({ text: rest.slice(0, match.index), look });
    const { inCode, bold, italic, link, auto, literal } = match.groups!;
    if (inCode !== undefined)
      spans.push({ text: style.chalk.level ? inCode.trim() : `\`${inCode.trim()}\``, look: 'code' });
    else if (bold !== undefined) spans.push(...spansOf(bold, 'bold', style));
    else if (italic !== undefined) spans.push(...spansOf(italic, look === 'bold' ? 'bold' : 'italic', style));
    else if (link !== undefined) spans.push(...spansOf(link, look, style));
    else spans.push({ text: (auto ?? literal)!, look });
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) spans.push({ text: rest, look });
  return spans;
}

function paint({ text, look }: Span, { chalk }: Style): string {
  if (look === 'code') return chalk.cyan(text);
  return look === 'plain' ? text : look === 'bold' ? chalk.bold(text) : chalk.italic(text);
}

/** One line of Markdown without wrapping: for a question or a label. */
export function renderInline(text: string, style: Style): string {
  return spansOf(safeText(text), 'plain', style)
    .map((span) => paint(span, style))
    .join('');
}

/** How many columns it takes on one line. */
export function inlineWidth(text: string, style: Style): number {
  return spansOf(safeText(text), 'plain', style).reduce((sum, span) => sum + displayWidth(span.text), 0);
}

/** Inline Markdown in lines of at most `width` columns. */
export function wrapInline(text: string, width: number, style: Style): string[] {
  return text
    .split('\n')
    .flatMap((line) => wrapSpans(spansOf(safeText(line), 'plain', style), Math.max(8, width), style));
}

/** A message, which is no Markdown, in lines of at most the style's width. */
export function wrapPlain(text: string, style: Style): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const indent = /^ */.exec(line)![0].slice(0, 8);
      const spans: Span[] = [{ text: safeText(line.slice(indent.length)), look: 'plain' }];
      return wrapSpans(spans, Math.max(8, Math.min(widest, style.width) - indent.length), style).map(
        (part) => indent + part,
      );
    })
    .join('\n');
}

function wrapSpans(spans: readonly Span[], width: number, style: Style): string[] {
  // A word is what stands between two spaces; marks may begin and end within it.
  const words: Span[][] = [[]];
  for (const { text: piece, look } of spans) {
    for (const [at, part] of piece.split(/ +/).entries()) {
      if (at > 0) words.push([]);
      if (part) words.at(-1)!.push({ text: part, look });
    }
  }
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of words.filter((word) => word.length).flatMap((word) => broken(word, width))) {
    const columns = word.reduce((sum, span) => sum + displayWidth(span.text), 0);
    const painted = word.map((span) => paint(span, style)).join('');
    if (used && used + 1 + columns > width) {
      lines.push(line);
      line = painted;
      used = columns;
    } else {
      line += (used ? ' ' : '') + painted;
      used += columns + (used ? 1 : 0);
    }
  }
  return [...lines, line];
}

/** A word that is wider than a line, in pieces. */
function broken(word: Span[], width: number): Span[][] {
  const columns = word.reduce((sum, span) => sum + displayWidth(span.text), 0);
  if (columns <= width) return [word];
  return word.flatMap(({ text, look }) => hardWrap(text, width).map((piece) => [{ text: piece, look }]));
}
