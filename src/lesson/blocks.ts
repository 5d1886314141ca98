import { nearest } from '../nearest.ts';
import { parseConditions } from './conditions.ts';
import {
  nameableCapabilities,
  type CommandLine,
  type Expectation,
  type HyperdriveBlock,
  type Item,
  type LuaBlock,
  type Need,
  type Note,
  type Predict,
  type Quiz,
  type ValkeyBlock,
} from './mission.ts';

/** A fence with a meaning: its info line's words, and its body with the number of the body's first line. */
export interface Fence {
  language: string;
  attributes: string[];
  line: number;
  body: string[];
}

type Reader = (fence: Fence, note: Note) => Item;

const readers: Record<string, { attributes: string[]; read: Reader }> = {
  hyperdrive: { attributes: ['needs'], read: readHyperdrive },
  valkey: { attributes: ['needs'], read: readValkey },
  predict: { attributes: [], read: readPredict },
  quiz: { attributes: [], read: readQuiz },
  lua: { attributes: ['file'], read: readLua },
};

/** Whether a fence of this language is more than something to show. */
export function isBlock(language: string): boolean {
  return Object.hasOwn(readers, language);
}

/** The block that was most likely meant by a language that is none, or null. */
export function misspeltBlock(language: string): string | null {
  // No real language is one letter from these but Luau, which is Lua's child.
  return language === '' || language === 'luau' || isBlock(language)
    ? null
    : nearest(language, Object.keys(readers));
}

/** Reads a block; what is wrong with it is noted, and what could be read is kept. */
export function readBlock(fence: Fence, note: Note): Item {
  const { attributes, read } = readers[fence.language]!;
  for (const attribute of fence.attributes) {
    const [name, value] = attribute.split('=', 2);
    if (attributes.includes(name!) && value) continue;
    const known = attributes.map((known) => `${known}=...`).join(', ') || 'nothing';
    note(
      fence.line,
      `\`${attribute}\` means nothing behind \`\`\`${fence.language}.`,
      `Behind it may stand ${known}.`,
    );
  }
  return read(fence, note);
}

function attribute({ attributes }: Fence, name: string): string | undefined {
  return attributes.find((attribute) => attribute.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Lines of a body that say something, with continued ones joined. */
function* spoken({ body, line }: Fence): Generator<{ text: string; line: number }> {
  for (let at = 0; at < body.length; at++) {
    const first = at;
    let text = body[at]!.trim();
    while (/(^|[^\\])(\\\\)*\\$/.test(text) && at + 1 < body.length)
      text = `${text.slice(0, -1).trimEnd()} ${body[++at]!.trim()}`;
    if (text !== '') yield { text, line: line + 1 + first };
  }
}

/** The commands of a runnable block, each with its `=>` lines. */
function readRunnable(fence: Fence, note: Note) {
  const lines: { line: number; command: string; expected: { text: string; line: number }[] }[] = [];
  let otherwise: string | undefined;
  for (const { text, line } of spoken(fence)) {
    if (text.startsWith('otherwise:')) otherwise = text.slice('otherwise:'.length).trim();
    else if (!text.startsWith('=>')) lines.push({ line, command: text, expected: [] });
    else if (lines.length) lines.at(-1)!.expected.push({ text: text.slice(2).trim(), line });
    else note(line, 'A => line stands before any command.', 'Put it under the command that it judges.');
  }
  if (!lines.length)
    note(fence.line, `The \`\`\`${fence.language} block has no command.`, 'Write one, or remove the block.');

  const needs = attribute(fence, 'needs');
  if (needs !== undefined && !(nameableCapabilities as readonly string[]).includes(needs)) {
    note(
      fence.line,
      `No engine has a capability "${needs}".`,
      `Write needs= and one of ${nameableCapabilities.join(', ')}.`,
    );
  }
  if (needs !== undefined && !otherwise) {
    note(
      fence.line,
      `needs=${needs} says what an engine may lack, but not what to tell then.`,
      'Add a line `otherwise: ...` to the block.',
    );
  }
  if (needs === undefined && otherwise !== undefined) {
    note(
      fence.line,
      'An `otherwise:` line stands in a block that needs nothing.',
      'Remove it, or add needs= to the fence.',
    );
  }
  const skippable = {
    ...(needs !== undefined && { needs: needs as Need }),
    ...(otherwise !== undefined && { otherwise }),
  };
  return { lines, skippable };
}

function readHyperdrive(fence: Fence, note: Note): HyperdriveBlock {
  const { lines, skippable } = readRunnable(fence, note);
  return {
    kind: 'hyperdrive',
    line: fence.line,
    ...skippable,
    lines: lines.map(({ line, command, expected }): CommandLine => ({
      line,
      command,
      conditions: expected.flatMap(({ text, line }) => conditionsAt(text, line, note)),
    })),
  };
}

const conditionsRemedy = 'Write `path op value`, such as allowed=20 denied=0, with one of = != < <= > >=.';

function conditionsAt(text: string, line: number, note: Note) {
  const conditions = parseConditions(text);
  if (!conditions) note(line, `"${text.slice(0, 80)}" is no condition.`, conditionsRemedy);
  return conditions ?? [];
}

function readValkey(fence: Fence, note: Note): ValkeyBlock {
  const { lines, skippable } = readRunnable(fence, note);
  return {
    kind: 'valkey',
    line: fence.line,
    ...skippable,
    lines: lines.map(({ line, command, expected }) => {
      const [first, second] = expected;
      if (second) note(second.line, 'A Valkey command has one reply, so one => line.', 'Remove the others.');
      return { line, command, expect: first ? readExpectation(first.text, first.line, note) : null };
    }),
  };
}

function readExpectation(text: string, line: number, note: Note): Expectation {
  if (text === '') note(line, 'The => line expects nothing.', 'Write the whole reply, or length=5.');
  return /^(length|value)\s*[!=<>]/.test(text)
    ? { conditions: conditionsAt(text, line, note) }
    : { whole: text };
}

/** A question, then `- ` choices; indented lines continue a choice, others the question. */
function readChoices(fence: Fence, note: Note) {
  const question: string[] = [];
  const choices: { line: number; text: string }[] = [];
  for (const [at, raw] of fence.body.entries()) {
    const text = raw.trim();
    if (text === '') continue;
    if (text.startsWith('- ')) choices.push({ line: fence.line + 1 + at, text: text.slice(2).trim() });
    else if (choices.length) choices.at(-1)!.text += ` ${text}`;
    else question.push(text);
  }
  if (!question.length)
    note(fence.line, `The \`\`\`${fence.language} block has no question.`, 'Write it above the choices.');
  return { question: question.join(' '), choices };
}

/** What stands before and behind the first ` | `. */
function halves(text: string): [string, string] {
  const at = text.search(/\s\|(\s|$)/);
  return at < 0 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 2).trim()];
}

function readPredict(fence: Fence, note: Note): Predict {
  const { question, choices } = readChoices(fence, note);
  return {
    kind: 'predict',
    line: fence.line,
    question,
    choices: choices.map(({ line, text }) => {
      const [head, feedback] = halves(text);
      // A label may have a colon of its own: the last one parts it from its conditions.
      const at = head.lastIndexOf(': ');
      if (at < 0)
        note(
          line,
          `The choice "${head.slice(0, 60)}" has no conditions.`,
          'Write `- label: conditions | feedback`.',
        );
      return {
        line,
        label: at < 0 ? head : head.slice(0, at).trim(),
        conditions: at < 0 ? [] : conditionsAt(head.slice(at + 2).trim(), line, note),
        feedback,
      };
    }),
  };
}

function readQuiz(fence: Fence, note: Note): Quiz {
  const { question, choices } = readChoices(fence, note);
  return {
    kind: 'quiz',
    line: fence.line,
    question,
    choices: choices.map(({ line, text }) => {
      const box = /^\[([ xX])\]\s+/.exec(text);
      if (!box)
        note(
          line,
          `The choice "${text.slice(0, 60)}" does not say whether it is right.`,
          'Write `- [x] text | why` or `- [ ] text | why`.',
        );
      const [answer, why] = halves(text.slice(box?.[0].length ?? 0));
      return { line, text: answer, right: box !== null && box[1] !== ' ', why };
    }),
  };
}

function readLua(fence: Fence, note: Note): LuaBlock {
  const file = attribute(fence, 'file');
  if (!file) {
    note(
      fence.line,
      'The ```lua block does not say which file it comes from.',
      'Write ```lua file=lua/name.lua; for Lua that stands nowhere, ```text.',
    );
  }
  return { kind: 'lua', line: fence.line, file: file ?? '', code: fence.body.join('\n') };
}
