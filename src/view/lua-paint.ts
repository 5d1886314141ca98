import type { Style } from './style.ts';

const lua = new RegExp(
  [
    /(?<comment>--\[(?<level>=*)\[[^]*?\]\k<level>\]|--.*)/,
    /(?<command>(?<=\b(?:redis|server)\.p?call\(\s*)(?:'[A-Za-z.]+'|"[A-Za-z.]+"))/,
    /(?<string>'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"|\[(?<equals>=*)\[[^]*?\]\k<equals>\])/,
    /(?<call>\b(?:redis|server)\.\w+)/,
    /(?<keyword>\b(?:and|break|do|else|elseif|end|false|for|function|if|in|local|nil|not|or|repeat|return|then|true|until|while)\b)/,
    /(?<number>(?<![\w.])(?:0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?!\w))/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

type Kind = 'comment' | 'command' | 'string' | 'call' | 'keyword' | 'number';

/** Lua in colour; without colour, as it was. */
export function paintLua(code: string, { chalk }: Style): string {
  const paint: Record<Kind, (text: string) => string> = {
    comment: chalk.dim,
    command: chalk.cyan.bold,
    string: chalk.green,
    call: chalk.cyan,
    keyword: chalk.magenta,
    number: chalk.yellow,
  };
  return code.replaceAll(lua, (text, ...rest) => {
    const groups = rest.at(-1) as Partial<Record<Kind, string>>;
    const kind = (Object.keys(paint) as Kind[]).find((one) => groups[one] !== undefined);
    return paint[kind!](text);
  });
}
