import { correct } from '../algorithms/index.ts';
import { familyOf } from '../challenge/family.ts';
import { composeHeader } from '../challenge/header/compose.ts';
import { parseExpression, parseList } from '../challenge/header/expression.ts';
import { isCondition, namesIn } from '../challenge/header/syntax.ts';
import { modelNames, variables, type HeaderName, type Word } from '../challenge/header/vocabulary.ts';
import { firstUses } from '../challenge/lua-code.ts';
import type { Choice, Prompts } from '../deps.ts';
import { HyperdriveError, UsageError } from '../errors.ts';
import { escapeText } from '../view/escape.ts';
import type { Style } from '../view/style.ts';
import { wrapWords } from '../view/wrap.ts';
import { ellipsis, fit } from '../view/width.ts';

interface Asker {
  prompts: Prompts;
  style: Style;
  notice(line: string): void;
}

type Entry = readonly [name: HeaderName, value: string];

/** Asks how a script is called and read, and answers with the header that says so. */
export async function askHeader(asker: Asker, text: string): Promise<string> {
  const chosen = await askModel(asker);
  const entries: Entry[] = [['model', chosen]];
  if (await askContract(asker)) return composeHeader(entries);

  const { bucket } = familyOf(chosen);
  const argv = await askArguments(asker, text, bucket);
  const allowed = await askAllowed(asker);
  const fields = allowed.includes('reply[') ? await askFields(asker) : [];
  const used = [...argv, allowed, ...fields.map(([, value]) => value)].flatMap(namesUsed);
  entries.push(['argv', argv.join(',')], ['allowed', allowed], ...fields);
  entries.push(...keysOf(text), ...(await askPins(asker, used)));
  return composeHeader(entries);
}

function askModel(asker: Asker): Promise<string> {
  const models = modelNames.map((name) => ({
    name,
    meaning: correct.find((one) => one.name === name)?.summary ?? 'the same, begun by the first jump',
  }));
  return asker.prompts.choose('What does it promise to be?', menu(models, asker));
}

/** Names in a column, each with what it means as far as there is room: a line each. */
function menu(words: readonly Word[], { style }: Asker): Choice<string>[] {
  const widest = Math.max(...words.map(({ name }) => name.length));
  // The mark before the chosen one, and the last column.
  const room = style.width - 3;
  return words.map(({ name, meaning }) => ({
    name: fit(`${name.padEnd(widest)}  ${meaning}`, room, ellipsis(style)).trimEnd(),
    short: name,
    value: name,
  }));
}

/** What no menu has. */
const own = { name: 'something else', value: '' };

function askContract({ prompts }: Asker): Promise<boolean> {
  return prompts.choose('How is it called and read?', [
    { name: 'its own way', value: false },
    { name: 'under the decision contract', value: true },
  ]);
}

async function askArguments(asker: Asker, text: string, bucket: boolean): Promise<string[]> {
  const known = variables.filter(({ name }) => bucket || name !== 'capacity');
  const args: string[] = [];
  for (const [i, line] of firstUses(text, 'ARGV').entries()) {
    const name = `ARGV[${i + 1}]`;
    const choice = await asker.prompts.choose(`What is ${name}?${inCode(line)}`, [
      ...menu(known, asker),
      own,
    ]);
    const question = `${name}, such as limit/period_s or 'a text'`;
    args.push(choice || (await askUntil(asker, question, '', readArgument)));
  }
  return args;
}

const readings: readonly Word[] = [
  { name: 'reply[1]==1', meaning: 'the first of several is 1' },
  { name: 'reply==1', meaning: 'it answers 1' },
  { name: 'reply[1]==0', meaning: 'the first of several is 0: not limited' },
  { name: 'reply~=nil', meaning: 'it answers anything but nil' },
  { name: 'reply<=limit', meaning: 'it answers the count' },
];

async function askAllowed(asker: Asker): Promise<string> {
  const question = 'How does it say that a jump is allowed?';
  const choice = await asker.prompts.choose(question, [...menu(readings, asker), own]);
  return choice || askUntil(asker, "Allowed when, such as reply[2]>=0 or reply=='OK'", '', readCondition);
}

/** What the reply tells besides; nothing typed: it does not tell. */
async function askFields(asker: Asker): Promise<Entry[]> {
  const entries: Entry[] = [];
  const ask = async (name: HeaderName, what: string, example: string) => {
    const value = await askUntil(asker, `${what} (such as ${example}; Enter: not told)`, '', readOptional);
    if (value !== '') entries.push([name, value]);
    return value !== '';
  };
  await ask('remaining', 'What is left?', 'reply[2]');
  if (!(await ask('retry_ms', 'The wait of who is denied, in ms?', 'reply[3]')))
    await ask('retry_s', 'That wait, in whole seconds?', 'reply[3]');
  return entries;
}

/** What the keys behind the first are called makes no difference. */
function keysOf(text: string): Entry[] {
  const keys = firstUses(text, 'KEYS').map((_, i) => (i ? `{key}:${i + 1}` : '{key}'));
  return keys.length > 1 ? [['keys', keys.join(',')]] : [];
}

/** Numbers that the script is not told must be written into it. */
async function askPins(asker: Asker, used: readonly string[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  if (!used.includes('limit'))
    entries.push(['limit', await askUntil(asker, 'Which limit is written into it?', '5', readWhole)]);
  if (!used.includes('period_ms') && !used.includes('period_s')) {
    const period = await askUntil(asker, 'Which period is written into it, in ms?', '60000', readWhole);
    entries.push(['period_ms', period]);
  }
  return entries;
}

/** The line of the script that a question is about. */
function inCode(line: string): string {
  return line ? ` (${fit(escapeText(line), 60, '...')})` : '';
}

/** Asks again until `read` takes it. */
async function askUntil(
  { prompts, notice, style }: Asker,
  question: string,
  suggestion: string,
  read: (typed: string) => void,
): Promise<string> {
  for (;;) {
    const typed = (await prompts.line(question, suggestion)).trim();
    try {
      read(typed);
      return typed;
    } catch (error) {
      if (!(error instanceof HyperdriveError)) throw error;
      notice(wrapWords(`${typed}: ${error.message}`, style.width));
    }
  }
}

function readArgument(typed: string): void {
  if (isCondition(parseExpression(typed, { reply: false })))
    throw new UsageError('an argument is a number or a text.');
}

function readCondition(typed: string): void {
  if (!isCondition(parseExpression(typed, { reply: true })))
    throw new UsageError(`it is no yes or no: compare it, such as ${typed || 'reply[1]'}==1.`);
}

function readOptional(typed: string): void {
  if (typed !== '' && isCondition(parseExpression(typed, { reply: true })))
    throw new UsageError('it is a yes or no, and a number is wanted.');
}

function readWhole(typed: string): void {
  if (!/^[1-9]\d{0,14}$/.test(typed)) throw new UsageError('it is no whole number, 1 or more.');
}

function namesUsed(source: string): string[] {
  return parseList(source, { reply: true }).flatMap(namesIn);
}
