import { UsageError } from '../../errors.ts';
import { attackModels } from '../models/index.ts';
import type { AttackDrive } from '../sequence.ts';
import { parseExpression, parseList } from './expression.ts';
import { parseKeyTemplate, splitKeys, type KeyTemplate } from './key-template.ts';
import { problem, readEntries, type Entries, type Entry } from './lines.ts';
import { unknownName } from '../../nearest.ts';
import { isCondition, type Expression } from './syntax.ts';
import type { HeaderName } from './vocabulary.ts';

/** An expression, and how it was written: for messages. */
export interface Formula {
  name: HeaderName;
  source: string;
  expression: Expression;
}

/** A wait, told in ms or in whole seconds. */
export interface WaitFormula extends Formula {
  unitMs: 1 | 1000;
}

/** How a script of another convention is called and read. */
export interface Calling {
  argv: readonly Expression[];
  allowed: Formula;
  remaining: Formula | null;
  retry: WaitFormula | null;
  reset: WaitFormula | null;
  delay: WaitFormula | null;
}

/** What a header says. */
export interface Header {
  /** A name in `attackModels`, where it names one. */
  model: string | null;
  challenge: string | null;
  /** Null where the script keeps the decision contract. */
  calling: Calling | null;
  keys: readonly KeyTemplate[] | null;
  fixed: Partial<AttackDrive>;
  clock: 'caller' | 'trusted' | null;
  costIsTrusted: boolean;
  /** Null where every instant counts. */
  tickMs: number | null;
  /** An error about what stands under a name, or where the header begins. */
  problem(what: string, name?: HeaderName): UsageError;
}

/** The header of a script, or null where it has none. Throws `UsageError`: file, line, what is wrong, what to do. */
export function parseHeader(file: string, text: string): Header | null {
  const entries = readEntries(file, text);
  if (!entries) return null;
  const [first] = entries.values();
  const header: Header = {
    model: entries.get('model')?.value ?? null,
    challenge: entries.get('challenge')?.value ?? null,
    calling: null,
    keys: null,
    fixed: {},
    clock: null,
    costIsTrusted: false,
    tickMs: null,
    problem: (what, name) =>
      problem({ file, line: (name && entries.get(name) ? entries.get(name)! : first!).line }, what),
  };
  if (header.challenge !== null) checkChallenge(header, entries);
  if (header.model !== null && !Object.hasOwn(attackModels, header.model))
    throw header.problem(unknownName('model', header.model, Object.keys(attackModels)), 'model');
  return {
    ...header,
    calling: readCalling(header, entries),
    keys: readKeys(header, entries),
    fixed: readPins(header, entries),
    clock: readClock(header, entries),
    costIsTrusted: readTrust(header, entries),
    tickMs: readWhole(header, entries.get('tick_ms')) ?? null,
  };
}

function checkChallenge({ problem, challenge }: Header, entries: Entries): void {
  const other = [...entries.keys()].find((name) => name !== 'challenge');
  if (other)
    throw problem(`challenge= says how it is called and read: leave ${other}= out, or challenge=.`, other);
  if (challenge === '') throw problem('challenge= names none: write its id.', 'challenge');
}

function readCalling(header: Header, entries: Entries): Calling | null {
  const argv = entries.get('argv');
  const readers = [
    'allowed',
    'remaining',
    'retry_ms',
    'retry_s',
    'reset_ms',
    'reset_s',
    'delay_ms',
    'delay_s',
  ] as const;
  if (!argv) {
    const reader = readers.find((name) => entries.has(name));
    if (!reader) return null;
    throw header.problem(
      `${reader}= says how the script is read, but nothing says how it is called: add argv=, or leave ${reader}= out where it keeps the decision contract.`,
      reader,
    );
  }
  const allowed = entries.get('allowed');
  if (!allowed)
    throw header.problem(
      'argv= says how the script is called, but nothing says when a jump is allowed: add allowed=, such as allowed=reply[1]==1.',
      'argv',
    );
  return {
    argv: readArgv(header, argv),
    allowed: readCondition(header, allowed),
    remaining: formula(header, entries.get('remaining')),
    retry: wait(header, entries, 'retry_ms', 'retry_s'),
    reset: wait(header, entries, 'reset_ms', 'reset_s'),
    delay: wait(header, entries, 'delay_ms', 'delay_s'),
  };
}

function readArgv(header: Header, entry: Entry): Expression[] {
  const list = placed(header, entry, () => parseList(entry.value, { reply: false }));
  for (const one of list) {
    const nothing = one.kind === 'constant' && one.value === null;
    if (nothing || isCondition(one))
      throw header.problem(`argv=${entry.value}: an argument is a number or a text.`, 'argv');
  }
  return list;
}

function readCondition(header: Header, entry: Entry): Formula {
  const read = formula(header, entry)!;
  if (isCondition(read.expression)) return read;
  throw header.problem(
    `allowed=${entry.value} is no yes or no: compare it with something, such as allowed=${entry.value || 'reply[1]'}==1.`,
    'allowed',
  );
}

function formula(header: Header, entry: Entry | undefined): Formula | null {
  if (!entry) return null;
  const expression = placed(header, entry, () => parseExpression(entry.value, { reply: true }));
  if (entry.name !== 'allowed' && isCondition(expression))
    throw header.problem(`${entry.name}=${entry.value} is a yes or no, and a number is wanted.`, entry.name);
  return { name: entry.name, source: entry.value, expression };
}

function wait(header: Header, entries: Entries, ms: HeaderName, s: HeaderName): WaitFormula | null {
  if (entries.has(ms) && entries.has(s))
    throw header.problem(`${ms}= and ${s}= say the same: leave one out.`, s);
  const read = formula(header, entries.get(ms) ?? entries.get(s));
  return read && { ...read, unitMs: read.name === s ? 1000 : 1 };
}

/** An expression's errors say what is wrong; here they get to know where. */
function placed<T>(header: Header, { name, value }: Entry, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw header.problem(`${name}=${value.slice(0, 120)}: ${error.message}`, name);
  }
}

function readKeys(header: Header, entries: Entries): KeyTemplate[] | null {
  const entry = entries.get('keys');
  if (!entry) return null;
  const keys = splitKeys(entry.value);
  const without = keys.find((key) => !key.includes('{key}'));
  if (without === undefined) return placed(header, entry, () => keys.map(parseKeyTemplate));
  throw header.problem(
    `keys=${entry.value}: every limiter has keys of its own, so each has {key} in it, such as {key}:${/\w+/.exec(without)?.[0] ?? 'tokens'}.`,
    'keys',
  );
}

function readPins(header: Header, entries: Entries): Partial<AttackDrive> {
  const pin = (name: HeaderName) => readWhole(header, entries.get(name));
  const [limit, ms, s, capacity] = [pin('limit'), pin('period_ms'), pin('period_s'), pin('capacity')];
  if (ms !== undefined && s !== undefined)
    throw header.problem('period_ms= and period_s= say the same: leave one out.', 'period_s');
  const periodMs = ms ?? (s === undefined ? undefined : s * 1000);
  return {
    ...(limit !== undefined && { limit }),
    ...(periodMs !== undefined && { periodMs }),
    ...(capacity !== undefined && { capacity }),
  };
}

function readWhole(header: Header, entry: Entry | undefined): number | undefined {
  if (!entry) return undefined;
  const value = Number(entry.value);
  if (/^\d+$/.test(entry.value) && value >= 1 && value <= 2 ** 52) return value;
  throw header.problem(`${entry.name}=${entry.value} is no whole number, 1 or more.`, entry.name);
}

function readTrust(header: Header, entries: Entries): boolean {
  const entry = entries.get('cost');
  if (!entry || entry.value === 'trusted') return entry !== undefined;
  throw header.problem(`cost=${entry.value} is not cost=trusted. What a jump costs is in argv=.`, 'cost');
}

function readClock(header: Header, entries: Entries): Header['clock'] {
  const entry = entries.get('clock');
  if (!entry) return null;
  const { value } = entry;
  if (value === 'caller' || value === 'trusted') return value;
  throw header.problem(`clock=${value} is neither clock=caller nor clock=trusted.`, 'clock');
}
