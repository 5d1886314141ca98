import { UsageError } from '../../errors.ts';

export type Token =
  | { kind: 'number'; text: string; value: number }
  | { kind: 'text'; text: string; value: string }
  | { kind: 'name' | 'sign' | 'end'; text: string };

const pattern =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?![\w.]))|'(?<quoted>[^']*)'|(?<name>[A-Za-z_]\w*)|(?<sign>[=~!<>]=|\/\/|[-+*/%()[\],<>]))/y;

/** What a wrong character was probably meant to be. */
const meant: Record<string, string> = {
  '=': ' To compare, write ==.',
  '!': ' Write not, or ~=.',
  '&': ' Write and.',
  '|': ' Write or.',
  "'": ' A text ends with a quote, too.',
  '.': ' Numbers are written 0.5, and functions floor(x), ceil(x).',
  '#': ' There is no length.',
};

/** Longer than anybody writes. */
const longest = 1_000;

/** The words of an expression, the end last. Throws `UsageError`, without the place. */
export function tokensOf(source: string): Token[] {
  if (source.length > longest) throw new UsageError(`it is longer than ${longest} characters.`);
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let at = 0; source.slice(at).trim() !== ''; at = pattern.lastIndex) {
    const match = pattern.exec(source);
    if (!match) throw unreadable(source, at);
    const text = match[0].trim();
    const { number, quoted, name } = match.groups!;
    if (number !== undefined) tokens.push({ kind: 'number', text, value: Number(number) });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text, value: quoted });
    else tokens.push({ kind: name === undefined ? 'sign' : 'name', text });
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function unreadable(source: string, at: number): UsageError {
  const rest = source.slice(at).trim();
  const number = /^\d[\w.]*/.exec(rest)?.[0];
  if (number) return new UsageError(`${number} is no number: write digits, such as 1000 or 0.5.`);
  const character = [...rest][0]!;
  return new UsageError(`"${character}" means nothing here.${meant[character] ?? ''}`);
}
