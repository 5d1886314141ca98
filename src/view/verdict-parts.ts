import type { Verdict } from '../challenge/verdict.ts';
import { escapeLines, escapeText } from './escape.ts';
import { shellWord } from './shell-word.ts';
import { dot, type Style } from './style.ts';
import { widest } from './inline.ts';
import { displayWidth, hardWrap } from './width.ts';
import { wrapWords } from './wrap.ts';

/** A sentence that may quote a server or a script, wrapped; what follows the first line is behind a margin. */
export function say(text: string, style: Style, margin = ''): string {
  const width = Math.min(widest, style.width);
  return wrapWords(escapeLines(text).replaceAll('\n', ' '), width, margin)
    .split('\n')
    .flatMap((line) => (displayWidth(line) > width ? hardWrap(line, width) : [line]))
    .join('\n');
}

/** Sentences under a heading, a point each; nothing where there are none. */
export function points(heading: string, sentences: readonly string[], style: Style, sign = ''): string[] {
  if (!sentences.length) return [];
  const bullet = sign || (style.unicode ? '•' : '-');
  return [
    [
      style.chalk.bold(heading),
      ...sentences.map((sentence) => say(`  ${bullet} ${sentence}`, style, '    ')),
    ].join('\n'),
  ];
}

/** A heading and a command under it, which is never broken: it is there to be copied. */
export function command(heading: string, line: string, style: Style): string {
  return `${say(heading, style)}\n  ${style.chalk.cyan(line)}`;
}

/** The file as the person named it, and what it was held against. */
export function titleLine({ file, promises }: Verdict, style: Style): string {
  return wrapWords(
    `${style.chalk.bold(escapeText(file))} ${dot(style)} judged as ${escapeText(promises)}`,
    style.width,
  );
}

/** How to have the same attack once more. */
export function again({ file, seed, options = [] }: Verdict, style: Style): string {
  return command(
    'The same attack again:',
    ['hyperdrive attack', escapeText(shellWord(file)), ...options, `--seed ${seed}`].join(' '),
    style,
  );
}

/** Where it was attacked: `valkey 8.0.1`. */
export function engineName({ engine: { name, version } }: Pick<Verdict, 'engine'>): string {
  return name === 'look-alike' ? 'the built-in look-alike' : escapeText(`${name} ${version}`);
}
