import { displayWidth } from './width.ts';

const colourCodes = /\u001b\[[0-9;]*m/g;

/** A line broken at spaces so that it fits; what follows the first break is indented. Colour codes take no room. */
export function wrapWords(line: string, width: number, indent = '  '): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current.trim() !== '' && displayWidth(longer.replaceAll(colourCodes, '')) > width) {
      lines.push(current);
      current = indent + word;
    } else {
      current = longer;
    }
  }
  return [...lines, current].join('\n');
}
