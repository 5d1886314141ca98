import type { HeaderName } from './vocabulary.ts';

/** The widest a header line gets, where its parts are short enough. */
const widest = 79;

/** Header lines that say this, in this order. */
export function composeHeader(entries: readonly (readonly [name: HeaderName, value: string])[]): string {
  const lines: string[] = [];
  let current = '';
  for (const [name, value] of entries) {
    const written = `${name}=${/\s/.test(value) ? `"${value}"` : value}`;
    const longer = current === '' ? `-- hyperdrive: ${written}` : `${current} ${written}`;
    if (current !== '' && longer.length > widest) {
      lines.push(current);
      current = `-- hyperdrive: ${written}`;
    } else {
      current = longer;
    }
  }
  return [...lines, current].join('\n');
}

/** A script with header lines on top of it; a shebang must stay the first line. */
export function withHeader(header: string, text: string): string {
  const shebang = /^#!.*(?:\r?\n|$)/.exec(text)?.[0] ?? '';
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const head = shebang === '' || shebang.endsWith('\n') ? shebang : `${shebang}${newline}`;
  return `${head}${header.replaceAll('\n', newline)}${newline}${text.slice(shebang.length)}`;
}
