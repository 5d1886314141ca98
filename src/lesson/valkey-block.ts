import { readClock } from '../engine/clock.ts';
import { isLimiterKey, parkedKey, root } from '../engine/namespace.ts';
import { ReplyError, type Capabilities, type Connection, type RawReply } from '../engine/port.ts';
import { UsageError } from '../errors.ts';
import { splitWords } from './command-line.ts';
import { evaluate, shown } from './conditions.ts';
import type { Expectation } from './mission.ts';

/** Where the keys of a reading command stand among its arguments. */
type Keys = 'first' | 'all' | 'none';

const first = [
  'GET',
  'STRLEN',
  'GETRANGE',
  'GETBIT',
  'BITCOUNT',
  'HGET',
  'HGETALL',
  'HMGET',
  'HLEN',
  'HEXISTS',
  'HKEYS',
  'HVALS',
  'HSTRLEN',
  'ZCARD',
  'ZCOUNT',
  'ZRANGE',
  'ZRANGEBYSCORE',
  'ZREVRANGE',
  'ZREVRANGEBYSCORE',
  'ZSCORE',
  'ZMSCORE',
  'ZRANK',
  'ZREVRANK',
  'LLEN',
  'LRANGE',
  'LINDEX',
  'SCARD',
  'SMEMBERS',
  'SISMEMBER',
  'SMISMEMBER',
  'TYPE',
  'TTL',
  'PTTL',
  'EXPIRETIME',
  'PEXPIRETIME',
  'OBJECT ENCODING',
  'OBJECT IDLETIME',
  'OBJECT REFCOUNT',
  'OBJECT FREQ',
  'MEMORY USAGE',
];

/** Every command that a lesson, and whoever plays it, may send: none writes, none looks at the whole server. */
const readingCommands: ReadonlyMap<string, Keys> = new Map<string, Keys>([
  ...first.map((name): [string, Keys] => [name, 'first']),
  ['EXISTS', 'all'],
  ['MGET', 'all'],
  ['TIME', 'none'],
]);

/** For a message: the ones that a lesson on limiters uses most. */
export const popularCommands = 'GET, HGETALL, ZCARD, ZRANGE, TTL, PTTL, TYPE and EXISTS';

/** Whether the word begins a reading command. */
export function isReadingCommand(word: string): boolean {
  const name = word.toUpperCase();
  return readingCommands.has(name) || name === 'OBJECT' || name === 'MEMORY';
}

/** A command of the list, its keys in the namespace. */
export interface ReadingCommand {
  /** `ZCARD`, `OBJECT ENCODING`. */
  name: string;
  args: string[];
  keys: string[];
}

/** Reads a line as valkey-cli would. Throws `UsageError` for what a lesson does not send. */
export function readValkeyLine(line: string, prefix: string): ReadingCommand {
  const words = splitWords(line, { literal: true });
  const pair = words.slice(0, 2).join(' ').toUpperCase();
  const name = readingCommands.has(pair) ? pair : (words[0] ?? '').toUpperCase();
  const keys = readingCommands.get(name);
  if (!keys) {
    throw new UsageError(
      `A lesson only reads from the server, and ${name.slice(0, 40) || 'nothing'} is not on its list: ${popularCommands}, among others.`,
    );
  }
  const args = words.slice(name.split(' ').length);
  const amount = keys === 'none' ? 0 : keys === 'first' ? 1 : args.length;
  if (amount > args.length || (keys === 'all' && !amount)) {
    throw new UsageError(`${name} needs a key, such as ${name} ${root}enterprise.`);
  }
  const own = args.slice(0, amount).map((key) => ownKeyOf(key, prefix));
  return { name, args: [...own, ...args.slice(amount)], keys: own };
}

/** `hyperdrive:x` as the key that it is in this namespace. */
function ownKeyOf(key: string, prefix: string): string {
  if (key.startsWith(root)) {
    for (const full of [key, prefix + key.slice(root.length)]) if (isLimiterKey(prefix, full)) return full;
  }
  throw new UsageError(
    `A lesson reads limiters alone, whose keys begin with ${root}; "${key.slice(0, 80)}" is none.`,
  );
}

/** What a command may be sent to. */
export interface ReadingWorld {
  connection: Connection;
  prefix: string;
  capabilities: Capabilities;
  /** How the engine is called where it lacks something. */
  label: string;
}

/** Sends a command; what a key's TTL is in held time is answered so. A server's refusal is part of the answer. */
export async function askValkey(line: string, world: ReadingWorld): Promise<RawReply | ReplyError> {
  const { connection, prefix, capabilities, label } = world;
  const { name, args, keys } = readValkeyLine(line, prefix);
  const lacks =
    (name.startsWith('OBJECT') && !capabilities.object) ||
    (name.startsWith('MEMORY') && !capabilities.memory);
  if (lacks) throw new UsageError(`${name} is not to be had on this engine (${label}).`);
  try {
    const reply = await connection.callRaw(...name.split(' '), ...args);
    return typeof reply === 'number' && reply >= 0 && Object.hasOwn(inHeldTime, name)
      ? await heldAnswer(name, keys[0]!, reply, world)
      : reply;
  } catch (error) {
    if (error instanceof ReplyError) return error;
    throw error;
  }
}

/** The server's own rounding: half a second up. */
const seconds = (ms: number): number => Math.floor((ms + 500) / 1000);

/** What asks for time left, or for a deadline, answered from the parked deadline and the held instant. */
const inHeldTime: Record<string, (deadlineMs: number, nowMs: number) => number> = {
  PTTL: (deadlineMs, nowMs) => Math.max(0, deadlineMs - nowMs),
  TTL: (deadlineMs, nowMs) => Math.max(0, seconds(deadlineMs - nowMs)),
  PEXPIRETIME: (deadlineMs) => deadlineMs,
  EXPIRETIME: (deadlineMs) => seconds(deadlineMs),
};

async function heldAnswer(
  name: string,
  key: string,
  physical: number,
  { connection, prefix }: ReadingWorld,
): Promise<number> {
  const clock = await readClock(connection, prefix);
  if (clock.mode === 'live') return physical;
  const deadline = await connection.call('HGET', parkedKey(prefix), key);
  return deadline === null ? physical : inHeldTime[name]!(Number(deadline), clock.nowMs);
}

/** What conditions see of a reply: `value` and `length`. */
export function replyDocument(reply: RawReply | ReplyError): { value: unknown; length?: number } {
  if (reply instanceof ReplyError) return { value: `(error) ${reply.message}` };
  const value = plain(reply);
  return typeof value === 'string' || Array.isArray(value) ? { value, length: value.length } : { value };
}

function plain(reply: RawReply): unknown {
  if (Array.isArray(reply)) return reply.map(plain);
  return Buffer.isBuffer(reply) ? reply.toString('utf8') : reply;
}

/** Whether a reply is what a lesson expects; else both, for a message. */
export function judgeReply(
  expect: Expectation,
  reply: RawReply | ReplyError,
): { holds: true } | { holds: false; expected: string; got: string } {
  const document = replyDocument(reply);
  if ('conditions' in expect) {
    const verdict = evaluate(expect.conditions, document);
    return verdict.holds ? verdict : { holds: false, expected: verdict.failed.text, got: shown(verdict.got) };
  }
  const texts = wholeTexts(document.value);
  return texts.includes(expect.whole)
    ? { holds: true }
    : { holds: false, expected: expect.whole, got: shown(document.value) };
}

/** The ways to write a whole reply: bare, quoted, `(nil)`, and an array as JSON or as words. */
function wholeTexts(value: unknown): string[] {
  if (value === null) return ['(nil)', 'nil', 'null'];
  if (Array.isArray(value))
    return [JSON.stringify(value), value.map(String).join(' '), ...(value.length ? [] : ['(empty array)'])];
  return [String(value), JSON.stringify(value), ...(typeof value === 'number' ? [`(integer) ${value}`] : [])];
}
