import { displayWidth } from './width.ts';

const colourCodes = /\u001b\[[0-9;]*m/g;

export function withoutColour(text: string): string {
  return text.replaceAll(colourCodes, '');
}

/** A number keeps its unit. */
const breaks = / (?!(?:ms|s|min|h|d|bytes?|KiB|MiB|GiB|TiB)\b|%)/;

/** A line broken at spaces so that it fits; what follows the first break is indented. Colour codes take no room. */
export function wrapWords(line: string, width: number, indent = '  '): string {
  const lines: string[] = [];
  const margin = /^ */.exec(line)![0];
  let current = margin;
  for (const word of line.slice(margin.length).split(breaks)) {
    const longer = current.trim() === '' ? current + word : `${current} ${word}`;
    if (current.trim() !== '' && displayWidth(withoutColour(longer)) > width) {
      lines.push(current);
      current = indent + word;
    } else {
      current = longer;
    }
  }
  return [...lines, current].join('\n');
}
