/** Where a text stops being JSON. Line and column count from 1. */
export interface JsonProblem {
  line: number;
  column: number;
  problem: string;
}

type Opening = '{' | '[';

/** What may come next. */
type Place = keyof typeof expected;

const expected = {
  start: 'a value',
  'first name': 'a name in double quotes, or }',
  name: 'a name in double quotes after the comma',
  colon: 'a colon',
  value: 'a value after the colon',
  'first element': 'a value, or ]',
  element: 'a value after the comma',
  'after {': 'a comma or }',
  'after [': 'a comma or ]',
  end: 'nothing more',
};

const space = /[ \t\n\r]*/y;
const token =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;

/**
 * The first place where a text is no JSON, null where it is all JSON. `JSON.parse` tells the place only in some versions
 * of Node, and only of some mistakes.
 */
export function jsonProblem(text: string): JsonProblem | null {
  const open: Opening[] = [];
  let place: Place = 'start';
  let at = skip(text, 0);
  for (; at < text.length; at = skip(text, token.lastIndex)) {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    const next: Place | null = found === undefined ? null : follow(place, found, open);
    if (next === null)
      return { ...position(text, at), problem: `expected ${expected[place]}, got ${seen(text, at, found)}` };
    place = next;
  }
  return place === 'end'
    ? null
    : { ...position(text, at), problem: `expected ${expected[place]}, but the text ends` };
}

/** The place behind a token; null where it may not stand. */
function follow(place: Place, found: string, open: Opening[]): Place | null {
  const text = found.startsWith('"');
  switch (place) {
    case 'first name':
      return text ? 'colon' : found === '}' ? close(open) : null;
    case 'name':
      return text ? 'colon' : null;
    case 'colon':
      return found === ':' ? 'value' : null;
    case 'after {':
      return found === ',' ? 'name' : found === '}' ? close(open) : null;
    case 'after [':
      return found === ',' ? 'element' : found === ']' ? close(open) : null;
    case 'end':
      return null;
    default:
      if (found === ']' && place === 'first element') return close(open);
      if (found === '{' || found === '[') {
        open.push(found);
        return found === '{' ? 'first name' : 'first element';
      }
      return /^[}\],:]/.test(found) ? null : after(open);
  }
}

function close(open: Opening[]): Place {
  open.pop();
  return after(open);
}

function after(open: readonly Opening[]): Place {
  const around = open.at(-1);
  return around === undefined ? 'end' : `after ${around}`;
}

function skip(text: string, from: number): number {
  space.lastIndex = from;
  space.test(text);
  return space.lastIndex;
}

function seen(text: string, at: number, found: string | undefined): string {
  if (found !== undefined) return found.slice(0, 40);
  if (text[at] === '"') return 'a text that is not closed on its line, or has a bad backslash';
  if (text[at] === '/') return 'a comment, which JSON has not';
  return /[\w$]{1,40}|./uy.exec(text.slice(at))?.[0] ?? text[at]!;
}

function position(text: string, at: number): { line: number; column: number } {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: [...lines.at(-1)!].length + 1 };
}
