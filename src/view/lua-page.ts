import type { Described } from '../algorithms/algorithm.ts';
import type { About, LineNote, Suggestion } from '../algorithms/about.ts';
import type { ContractWord, ContractWords } from '../limiter/contract-words.ts';
import { escapeLines } from './escape.ts';
import { bytes, count } from './format.ts';
import { indented, labelled } from './hanging.ts';
import { flawView } from './lua-flaw.ts';
import { luaTitle, type Listing } from './lua-list.ts';
import { paintLua } from './lua-paint.ts';
import { dot, type Style } from './style.ts';

/** A script and what there is to tell of it. */
export interface LuaPage extends Listing {
  /** Its path in the package. */
  file: string;
  text: string;
  /** How it is called, where it keeps the contract. */
  words: ContractWords | null;
  notes: readonly NumberedNote[];
  tryNext: readonly Suggestion[];
}

export interface NumberedNote extends LineNote {
  /** The number of the line, from 1. */
  number: number;
}

/** A script as it stands in its file, with what to know of it before and after. */
export function luaPageView(page: LuaPage, style: Style): string {
  const { algorithm, file, text, words, notes, tryNext } = page;
  const { flaw, about } = algorithm;
  const lines = text.trimEnd().split('\n').length;
  return [
    [luaTitle(page, style), indented(algorithm.summary, style, '')].join('\n'),
    ...(flaw ? [flawView(flaw, style)] : []),
    ...(about ? [costView(algorithm, about, style)] : []),
    ...(words ? [callView(words, style)] : []),
    [
      `${style.chalk.bold(file)} ${dot(style)} ${count(lines, 'line')}`,
      '',
      paintLua(escapeLines(text.trimEnd()), style),
    ].join('\n'),
    ...notes.map((note, at) => noteView(note, at + 1, style)),
    ...(tryNext.length ? [nextView(tryNext, style)] : []),
  ].join('\n\n');
}

function costView({ tradeOff }: Described, about: About, style: Style): string {
  const { commands, time, keeps, keyBytes } = about;
  return labelled(
    [
      ['Trade-off', tradeOff],
      ['Keeps', `${keeps} (about ${bytes(keyBytes)} at 10 per 60 s)`],
      ['Takes', time],
      ['Admitting', commands.admitted.join(', ')],
      ['Denying', commands.denied.join(', ')],
      ['Looking', commands.look.join(', ')],
    ],
    style,
  );
}

function callView({ keys, args, reply }: ContractWords, style: Style): string {
  const rows = (slot: (at: number) => string, list: readonly ContractWord[]) =>
    list.map(({ name, meaning }, at) => [`${slot(at + 1)}  ${name}`, meaning] as const);
  return labelled(
    [
      ...rows((at) => `KEYS[${at}]`, keys),
      ...rows((at) => `ARGV[${at}]`, args),
      ...rows((at) => `reply ${at}`, reply),
    ],
    style,
  );
}

/** The line stands there unwrapped, as it does in the script. */
function noteView({ number, line, note }: NumberedNote, at: number, style: Style): string {
  return [
    style.chalk.bold(`Note ${at}, line ${number}`),
    `  ${paintLua(escapeLines(line), style)}`,
    indented(note, style),
  ].join('\n');
}

function nextView(suggestions: readonly Suggestion[], style: Style): string {
  const { chalk } = style;
  return [
    chalk.bold('Try next'),
    ...suggestions.map(({ command, why }) =>
      [`  ${chalk.cyan(command)}`, indented(why, style, '    ')].join('\n'),
    ),
  ].join('\n');
}
