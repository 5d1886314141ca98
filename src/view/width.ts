/** Two columns: East Asian wide characters, as cli-table3 counts them too, and what terminals draw as pictures. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3040-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** No column: accents that follow their letter. */
const combining = /[\u0300-\u036f]/;

/** How many columns a terminal needs for escaped text. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += wide.test(character) ? 2 : combining.test(character) ? 0 : 1;
  return columns;
}

/** The text, or as much of its beginning as fits with `ellipsis` behind it. */
export function fit(text: string, columns: number, ellipsis: string): string {
  if (displayWidth(text) <= columns) return text;
  let room = columns - displayWidth(ellipsis);
  if (room < 0) return ellipsis.slice(0, Math.max(0, columns));
  let out = '';
  for (const character of text) {
    room -= displayWidth(character);
    if (room < 0) break;
    out += character;
  }
  return out + ellipsis;
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
