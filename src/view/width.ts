/** Characters that take two columns: East Asian wide ones, and what terminals draw as pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18fff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** How many columns a terminal needs for escaped text, at most. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += wide.test(character) ? 2 : 1;
  return columns;
}

/** The text, or as much of its beginning as fits with `ellipsis` behind it. */
export function fit(text: string, columns: number, ellipsis: string): string {
  if (displayWidth(text) <= columns) return text;
  let room = columns - displayWidth(ellipsis);
  let out = '';
  for (const character of text) {
    room -= displayWidth(character);
    if (room < 0) break;
    out += character;
  }
  return (out + ellipsis).slice(0, Math.max(0, columns));
}

/** Text without breaks in lines of at most `columns`. */
export function hardWrap(text: string, columns: number): string[] {
  const lines = [''];
  let room = columns;
  for (const character of text) {
    const width = displayWidth(character);
    if (width > room) {
      lines.push('');
      room = columns;
    }
    lines[lines.length - 1] += character;
    room -= width;
  }
  return lines;
}

export function ellipsis({ unicode }: { unicode: boolean }): string {
  return unicode ? '…' : '...';
}
