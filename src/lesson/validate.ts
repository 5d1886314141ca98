import { UsageError } from '../errors.ts';
import { readCommandLine, splitWords } from './command-line.ts';
import type { Item, Mission, Note, Problem, Step } from './mission.ts';
import { slug } from './parse.ts';
import { readValkeyLine } from './valkey-block.ts';
import { root } from '../engine/namespace.ts';

/** The files that a mission speaks of, by their paths as they are written there. */
export interface Files {
  /** The text of a script; null where there is none. */
  readFile(path: string): string | null;
  /** Whether a link's target is there. */
  exists(path: string): boolean;
}

/** More words than this between two stops are a page, not a prompt. */
const mostWords = 60;

/** The rules of a mission that goes beyond its grammar. Everything that breaks one is collected. */
export function validateMission(mission: Mission, file: string, files: Files): Problem[] {
  const problems: Problem[] = [];
  const note: Note = (line, message, remedy) => problems.push({ file, line, message, remedy });
  if (!mission.steps.length) note(1, 'The mission has no steps.', 'Begin each with a ## heading.');
  checkIds(mission.steps, note);
  if (mission.intro) checkLength(mission.intro.text, mission.intro.line, note);
  for (const step of mission.steps) {
    if (!step.items.length)
      note(step.line, `The step "${step.title}" is empty.`, 'Write something, or remove the heading.');
    checkStops(step, note);
    checkPredictions(step, note);
    for (const item of step.items) checkItem(item, files, note);
  }
  checkLinks(mission, files, note);
  return problems.sort((a, b) => a.line - b.line);
}

function checkIds(steps: readonly Step[], note: Note): void {
  const lines = new Map<string, number>();
  for (const { id, title, line } of steps) {
    const other = lines.get(id);
    if (id === '')
      note(
        line,
        `The heading "${title}" has no letters to make an id of.`,
        'Give the step a title of words.',
      );
    else if (/^\d+$/.test(id))
      note(line, `The heading "${title}" is a number, which --from takes for a position.`, 'Add a word.');
    else if (other !== undefined)
      note(
        line,
        `The heading "${title}" makes the same id as line ${other}: ${id}.`,
        'Give one of them another title.',
      );
    else lines.set(id, line);
  }
}

/** Counts the words between two stops: any block that is not prose, or the end of the step. */
function checkStops(step: Step, note: Note): void {
  let words = 0;
  let line = step.line;
  const stop = (): void => {
    if (words > mostWords) tooLong(words, line, note);
    words = 0;
  };
  for (const item of step.items) {
    if (item.kind !== 'prose') {
      stop();
      continue;
    }
    if (!words) line = item.line;
    words += wordsIn(item.text);
  }
  stop();
}

function checkLength(text: string, line: number, note: Note): void {
  const words = wordsIn(text);
  if (words > mostWords) tooLong(words, line, note);
}

function tooLong(words: number, line: number, note: Note): void {
  note(
    line,
    `${words} words stand here between two stops; ${mostWords} are the most.`,
    'Cut, or put a block between them.',
  );
}

/** Words that a reader reads: no code that is only shown, no link targets, no marks. */
export function wordsIn(markdown: string): number {
  const prose = markdown
    .replaceAll(/^ {0,3}(`{3,}|~{3,})[\s\S]*?^ {0,3}\1[^\S\n]*$/gm, '')
    .replaceAll(/\]\([^)]*\)/g, ']');
  return prose.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function checkPredictions(step: Step, note: Note): void {
  for (const [at, item] of step.items.entries()) {
    if (item.kind !== 'predict') continue;
    const judged = step.items
      .slice(at + 1)
      .find(({ kind }) => ['hyperdrive', 'valkey', 'predict'].includes(kind));
    if (!judged || judged.kind === 'predict') {
      note(
        item.line,
        'Nothing runs behind this prediction to judge it.',
        'Put a ```hyperdrive or ```valkey block behind it in the same step.',
      );
    }
  }
}

function checkItem(item: Item, files: Files, note: Note): void {
  switch (item.kind) {
    case 'prose':
      return;
    case 'hyperdrive':
      for (const { command, line } of item.lines)
        checkCommand(line, note, () => checkHyperdrive(command, line, note));
      return;
    case 'valkey':
      for (const { command, line } of item.lines)
        checkCommand(line, note, () => void readValkeyLine(command, root));
      return;
    case 'predict':
      if (item.choices.length < 2)
        note(
          item.line,
          'A prediction needs at least two choices.',
          'Write `- label: conditions | feedback`.',
        );
      for (const { label, conditions, feedback, line } of item.choices) {
        if (!conditions.length)
          note(line, `The choice "${label}" has no conditions.`, 'Write `- label: conditions | feedback`.');
        if (!feedback)
          note(
            line,
            `The choice "${label}" has no feedback.`,
            'Write ` | ` and what to say to who picks it.',
          );
      }
      return;
    case 'quiz':
      if (item.choices.length < 2)
        note(
          item.line,
          'A quiz needs at least two choices.',
          'Write `- [x] text | why` and `- [ ] text | why`.',
        );
      if (!item.choices.some(({ right }) => right))
        note(item.line, 'No choice of this quiz is right.', 'Mark the right ones with [x].');
      for (const { text, why, line } of item.choices) {
        if (!why)
          note(
            line,
            `The choice "${text}" does not say why.`,
            'Write ` | ` and the reason, also for a wrong one.',
          );
      }
      return;
    case 'lua':
      checkLua(item, files, note);
  }
}

function checkCommand(line: number, note: Note, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    note(line, error.message, 'Write a command that a mission runs.');
  }
}

function checkHyperdrive(command: string, line: number, note: Note): void {
  if (splitWords(command)[0] !== 'hyperdrive') {
    note(line, `"${command.slice(0, 60)}" cannot be pasted into a shell.`, 'Begin the line with hyperdrive.');
  }
  readCommandLine(command);
}

function checkLua(
  { file, code, line }: Extract<Item, { kind: 'lua' }>,
  { readFile }: Files,
  note: Note,
): void {
  if (file === '') return;
  const text = readFile(file);
  if (text === null)
    return note(line, `There is no file ${file}.`, "Name a file of lua/ or of the mission's folder.");
  const wanted = dedent(code.split('\n'));
  if (wanted.every((one) => one === ''))
    return note(line, 'The block shows nothing.', `Copy some lines of ${file} into it.`);
  const lines = text.replaceAll('\r', '').split('\n');
  const found = lines.some((_, at) => {
    const part = dedent(lines.slice(at, at + wanted.length));
    return part.length === wanted.length && part.every((one, index) => one === wanted[index]);
  });
  if (found) return;
  const known = new Set(lines.map((one) => one.trim()));
  const strange = wanted.findIndex((one) => !known.has(one.trim()));
  if (strange < 0)
    note(line, `These lines do not stand in ${file} one below the other.`, 'Copy them as they stand there.');
  else note(line + 1 + strange, `This line does not stand in ${file}.`, 'Copy it as it stands there.');
}

/** Lines without their common indentation, and without what trails. */
function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)![0].length);
  const common = Math.min(...indents);
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(common).trimEnd()));
}

function checkLinks({ links, steps }: Mission, { exists }: Files, note: Note): void {
  const anchors = new Set(
    steps.flatMap(({ id, title, detour }) => [id, ...(detour ? [slug(`${title} (detour)`)] : [])]),
  );
  for (const { target, line } of links) {
    const [path = '', fragment] = target.split('#', 2);
    if (path === '' && !anchors.has(fragment ?? ''))
      note(line, `No step has the anchor #${fragment}.`, 'Link to the id of a step.');
    if (path !== '' && !exists(decodePath(path)))
      note(
        line,
        `The link leads to ${path}, which is not there.`,
        'Mend the path: it starts from this file.',
      );
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
