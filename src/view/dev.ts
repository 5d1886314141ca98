import type { Problem } from '../content/problem.ts';
import type { Document } from '../deps.ts';
import { escapeLines, escapeText } from './escape.ts';
import { count } from './format.ts';
import { shellWord } from './shell-word.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** What a check of missions and challenges came to. */
export interface Checked {
  missions: number;
  challenges: number;
  problems: number;
  /** Read, and not run. */
  quick: boolean;
}

/** `file:line: what. Remedy.`, on one line however long, for programs; broken at words for who `reads` it. */
export function problemLine(
  { file, line, message, remedy }: Problem,
  { chalk, width }: Style,
  reads: boolean,
): string {
  const [place, text] = [`${file}:${line}:`, `${message} ${remedy}`].map((part) =>
    escapeLines(part.replaceAll(/\s+/g, ' ')),
  );
  const whole = `${chalk.bold(place)} ${text}`;
  return reads ? wrapWords(whole, width) : whole;
}

/** `2 missions, 3 challenges: all hold.` */
export function checkedView({ missions, challenges, problems, quick }: Checked): string {
  const parts = [
    ...(missions ? [count(missions, 'mission')] : []),
    ...(challenges ? [count(challenges, 'challenge')] : []),
  ];
  const verdict = problems
    ? `${count(problems, 'problem')}.`
    : quick
      ? 'no mistakes in writing; nothing was run.'
      : `${missions + challenges === 1 ? 'it holds' : 'all hold'}.`;
  return `${parts.join(', ')}: ${verdict}`;
}

export function checkedDocument(checked: Checked): Document {
  return { ...checked, holds: checked.problems === 0 };
}

/** A mission or a challenge that was begun. */
export interface Scaffold {
  kind: 'mission' | 'challenge';
  folder: string;
  files: readonly string[];
}

const use = { mission: 'hyperdrive mission', challenge: 'hyperdrive challenge start' };

/** What was written, and what to do with it. */
export function scaffoldedView({ kind, folder, files }: Scaffold, { chalk, width }: Style): string {
  // A bare name would be taken for an id.
  const path = /^[./~]/.test(folder) ? folder : `./${folder}`;
  const word = escapeText(shellWord(path));
  return [
    wrapWords(
      `${escapeText(folder)} is written: ${files.join(', ')}. It holds as it is. Change it, then:`,
      width,
    ),
    `  ${chalk.bold(`hyperdrive dev check ${word}`)}`,
    `  ${chalk.bold(`${use[kind]} ${word}`)}`,
  ].join('\n');
}
