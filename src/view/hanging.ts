import { displayWidth } from './width.ts';
import { widest, wrapInline } from './inline.ts';
import type { Style } from './style.ts';
import { withoutColour } from './wrap.ts';

/** Below this a label stands above its text, not beside it. */
const roomForLabels = 60;

/** Inline Markdown, wrapped, every line behind a margin. */
export function indented(text: string, style: Style, margin = '  '): string {
  const width = Math.min(widest, style.width) - margin.length;
  return wrapInline(text, width, style)
    .map((line) => margin + line)
    .join('\n');
}

/** Texts behind their labels, which are as wide as the widest and may be coloured; on a narrow terminal below them. */
export function labelled(rows: readonly (readonly [label: string, text: string])[], style: Style): string {
  const widthOf = (label: string): number => displayWidth(withoutColour(label));
  const column = Math.max(...rows.map(([label]) => widthOf(label))) + 2;
  return rows
    .map(([label, text]) => {
      if (style.width < roomForLabels) return `${label}\n${indented(text, style)}`;
      return label + indented(text, style, ' '.repeat(column)).slice(widthOf(label));
    })
    .join('\n');
}
