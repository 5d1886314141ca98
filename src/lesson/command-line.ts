import { isAbsolute, join, relative, resolve } from 'node:path';
import { UsageError } from '../errors.ts';

/** What a mission may run, and whoever plays it. */
export const verbs = [
  'jump',
  'burst',
  'warp',
  'inspect',
  'wait',
  'lua',
  'compare',
  'attack',
  'serve',
  'report',
  'drill',
] as const;

/** Those that leave limiters and clock as they were: nothing that follows depends on them. */
const lookers = new Set(['inspect', 'lua', 'compare', 'attack', 'report', 'drill']);

/** Which engine, namespace and fleet a lesson plays with is settled before it begins, and it writes no files. */
const refusedOptions = ['--url', '--engine', '--namespace', '--fleet', '--output', '--out', '-o', '--save'];

const shellOnly: Record<string, string> = {
  '|': 'pipes',
  ';': 'several commands on a line',
  '&': 'background commands',
  '<': 'redirection',
  '>': 'redirection',
  $: 'variables',
  '`': 'command substitution',
  '(': 'subshells',
  ')': 'subshells',
};

/**
 * Splits a line into words as a shell does: quotes and backslashes, but nothing that expands. What only a shell could do
 * is refused, unless `literal` says that these characters mean nothing here. Throws `UsageError`.
 */
export function splitWords(line: string, { literal = false } = {}): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (quote === "'") {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '\\') {
      if (at + 1 === line.length) throw new UsageError('The line ends in a backslash: nothing follows it.');
      const next = line[++at]!;
      // Between double quotes a backslash only stands before what it must disarm.
      word = (word ?? '') + (quote && !/["\\$`]/.test(next) ? `\\${next}` : next);
    } else if (!literal && (character === '$' || character === '`' || (!quote && character in shellOnly))) {
      throw new UsageError(
        `This is no shell: it has no ${shellOnly[character]} (${character}). Put the character in single quotes if you mean it.`,
      );
    } else if (quote) {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote) throw new UsageError(`A quote (${quote}) is opened and never closed.`);
  if (word !== null) words.push(word);
  return words;
}

/** Where a mission's scripts may stand. */
export interface ScriptPlaces {
  /** The mission's folder: the only one that scripts are run from. */
  folder: string;
  /** Relative paths are tried from each of these; the mission's folder is one of them. */
  bases: readonly string[];
  /** Where hyperdrive is installed: its own scripts may be attacked. */
  packageFolder: string;
  exists(path: string): boolean;
}

/**
 * A command line as arguments for the program, without the leading `hyperdrive`. Throws `UsageError` for what a mission
 * does not run.
 */
export function readCommandLine(line: string, places?: ScriptPlaces): string[] {
  const words = splitWords(line);
  const argv = words[0] === 'hyperdrive' ? words.slice(1) : words;
  const [verb] = argv;
  if (verb === undefined) throw new UsageError(`Behind hyperdrive comes one of ${verbs.join(', ')}.`);
  if (!isVerb(verb)) {
    throw new UsageError(`A mission does not run "${verb.slice(0, 40)}". It runs ${verbs.join(', ')}.`);
  }
  for (const option of argv) {
    const refused = refusedOptions.find((name) => option === name || option.startsWith(`${name}=`));
    if (refused)
      throw new UsageError(
        `${refused} has no place in a mission: its engine and its ships are settled, and it writes no files.`,
      );
  }
  if (verb === 'serve' && argv.some((option) => /^--(host|port)(=|$)/.test(option)))
    throw new UsageError(
      'A mission serves this machine alone, on ports that are free: leave --host and --port out.',
    );
  return places ? withFiles(argv, places) : argv;
}

/** Whether a word is a command that a mission runs. */
export function isVerb(word: string): boolean {
  return (verbs as readonly string[]).includes(word);
}

/** Whether a command line may be left out of a replay. */
export function changesNothing(line: string): boolean {
  const [first = '', second = ''] = line.trim().split(/\s+/);
  return lookers.has(first === 'hyperdrive' ? second : first);
}

/** The options that name a file, and what a file looks like there. */
const fileOptions: readonly [option: string, file: RegExp][] = [
  ['--script', /^/],
  ['--config', /^/],
  ['--arrivals', /\.csv$/i],
];

/** The options of attack whose next word is a value. Every other word that is no option is its file. */
const attackValues = new Set(['--model', '--seed', '--time']);

/** Puts the full path of a file in place of the one that was written. */
function withFiles(argv: string[], places: ScriptPlaces): string[] {
  const attacks = argv[0] === 'attack';
  return argv.map((word, at) => {
    const before = argv[at - 1] ?? '';
    if (attacks && at > 0 && !attackValues.has(before) && !word.startsWith('-')) {
      return filePath(word, places, 'of its own folder and of hyperdrive');
    }
    for (const [option, file] of fileOptions) {
      const glued = `${option}=`;
      const path = word.startsWith(glued) ? word.slice(glued.length) : before === option ? word : null;
      if (path !== null && file.test(path))
        return `${word.startsWith(glued) ? glued : ''}${filePath(path, places, 'of its own folder')}`;
    }
    return word;
  });
}

type Whose = 'of its own folder' | 'of its own folder and of hyperdrive';

function filePath(
  path: string,
  { folder, bases, packageFolder, exists }: ScriptPlaces,
  whose: Whose,
): string {
  const packaged = ['lua', 'missions'].map((name) => join(packageFolder, name));
  const folders = whose === 'of its own folder' ? [folder] : [folder, ...packaged];
  const inside = bases
    .map((base) => resolve(base, path))
    .filter((full) => folders.some((one) => isInside(one, full)));
  const full = inside.find(exists) ?? inside[0];
  if (full !== undefined) return full;
  throw new UsageError(`A mission reads files ${whose} alone, and ${path.slice(0, 120)} is none.`);
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return /^(?!\.\.)./.test(way) && !isAbsolute(way);
}
