import { correct } from '../algorithms/index.ts';
import { composeHeader } from '../challenge/header/compose.ts';
import { parseExpression, parseList } from '../challenge/header/expression.ts';
import { isCondition, namesIn } from '../challenge/header/syntax.ts';
import { variables, type HeaderName, type Word } from '../challenge/header/vocabulary.ts';
import { firstUses } from '../challenge/lua-code.ts';
import { attackModels } from '../challenge/models/index.ts';
import type { Prompts } from '../deps.ts';
import { HyperdriveError, UsageError } from '../errors.ts';
import { escapeText } from '../view/escape.ts';

interface Asker {
  prompts: Prompts;
  notice(line: string): void;
}

type Entry = readonly [name: HeaderName, value: string];

/** Asks how a script is called and read, and answers with the header that says so. */
export async function askHeader(asker: Asker, text: string): Promise<string> {
  const chosen = await askModel(asker);
  const entries: Entry[] = [['model', chosen]];
  if (await askContract(asker)) return composeHeader(entries);

  const bucket = correct.find(({ name }) => name === chosen)?.bucket ?? false;
  const argv = await askArguments(asker, text, bucket);
  const allowed = await askAllowed(asker);
  const fields = await askFields(asker);
  const used = [...argv, allowed, ...fields.map(([, value]) => value)].flatMap(namesUsed);
  entries.push(['argv', argv.join(',')], ['allowed', allowed], ...fields);
  entries.push(...(await askKeys(asker, text)), ...(await askPins(asker, used)));
  return composeHeader(entries);
}

function askModel({ prompts }: Asker): Promise<string> {
  const models = Object.keys(attackModels).map((name) => ({
    name,
    meaning:
      correct.find((one) => one.name === name)?.summary ??
      'the same, begun by the first jump: INCR and EXPIRE',
  }));
  return prompts.choose('What does it promise to be?', menu(models));
}

/** Names in a column, each with what it means. */
function menu(words: readonly Word[]): { name: string; value: string }[] {
  const widest = Math.max(...words.map(({ name }) => name.length));
  return words.map(({ name, meaning }) => ({ name: `${name.padEnd(widest)}  ${meaning}`, value: name }));
}

/** What no menu has. */
const own = { name: 'something else', value: '' };

function askContract({ prompts }: Asker): Promise<boolean> {
  return prompts.choose('How is it called and read?', [
    { name: 'its own way', value: false },
    { name: 'under the decision contract: ARGV limit, period_ms, cost, now_ms, capacity', value: true },
  ]);
}

async function askArguments(asker: Asker, text: string, bucket: boolean): Promise<string[]> {
  const known = variables.filter(({ name }) => bucket || name !== 'capacity');
  const args: string[] = [];
  for (const [i, line] of firstUses(text, 'ARGV').entries()) {
    const name = `ARGV[${i + 1}]`;
    const choice = await asker.prompts.choose(`What is ${name}?${inCode(line)}`, [...menu(known), own]);
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
  const choice = await asker.prompts.choose(question, [...menu(readings), own]);
  return choice || askUntil(asker, "Allowed when, such as reply[2]>=0 or reply=='OK'", '', readCondition);
}

/** What the reply tells besides; nothing typed: it does not tell. */
async function askFields(asker: Asker): Promise<Entry[]> {
  const entries: Entry[] = [];
  const add = async (name: HeaderName, question: string) => {
    const value = await askUntil(asker, `${question}; empty: it does not tell`, '', readOptional);
    if (value !== '') entries.push([name, value]);
    return value !== '';
  };
  await add('remaining', 'Where does it tell what is left? Such as reply[2]');
  if (!(await add('retry_ms', 'Where does it tell the wait of who is denied, in ms? Such as reply[3]')))
    await add('retry_s', 'The same in whole seconds?');
  return entries;
}

async function askKeys(asker: Asker, text: string): Promise<Entry[]> {
  const lines = firstUses(text, 'KEYS');
  if (lines.length < 2) return [];
  const keys: string[] = [];
  for (const [i, line] of lines.entries()) {
    const question = `KEYS[${i + 1}], with {key} in it.${inCode(line)}`;
    keys.push(await askUntil(asker, question, i ? `{key}:${i + 1}` : '{key}', readKey));
  }
  return [['keys', keys.join(',')]];
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
  return line ? `  ${escapeText(line).slice(0, 50)}` : '';
}

/** Asks again until `read` takes it. */
async function askUntil(
  { prompts, notice }: Asker,
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
      notice(`${typed}: ${error.message}`);
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

function readKey(typed: string): void {
  if (!typed.includes('{key}')) throw new UsageError('it has no {key} in it.');
  if (/[\s",]/.test(typed)) throw new UsageError('a key has no spaces, commas or quotes.');
}

function readWhole(typed: string): void {
  if (!/^[1-9]\d{0,14}$/.test(typed)) throw new UsageError('it is no whole number, 1 or more.');
}

function namesUsed(source: string): string[] {
  return parseList(source, { reply: true }).flatMap(namesIn);
}
