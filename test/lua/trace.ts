/** Calls of a script as the server gets them from everybody: EVALSHA, one after the other. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Decision } from '../../src/limiter/decision.ts';
import { ReplyError, type Command, type Connection, type Reply } from '../../src/engine/port.ts';

/** The text of `lua/<name>.lua`. */
export function readLua(name: string): string {
  return readFileSync(new URL(`../../lua/${name}.lua`, import.meta.url), 'utf8');
}

/** One call of a contract script; `nowMs` null is the server's own clock. */
export interface Call {
  limit: number;
  periodMs: number;
  cost: number;
  nowMs: number | null;
  /** For buckets: absent is absent in ARGV too, null is ''. */
  capacity?: number | null;
}

/** A script under test, how its reply is read, and a key of its own to try it on. */
export interface Subject {
  connection: Connection;
  key: string;
  text: string;
  read(reply: Reply): Decision;
}

/** What one call answered, and the TTL that it left: -1 for none, -2 for no key. */
export interface Outcome {
  decision: Decision;
  ttlMs: number;
}

export interface Trace {
  outcomes: Outcome[];
  /** How far the server's clock moved during the trace: 0 where time stands still inside MULTI/EXEC. */
  elapsedMs: number;
}

/** What a key holds, as the server tells it, and its TTL. */
export interface Held {
  content: Reply;
  ttlMs: number;
}

/**
 * The TTL that the key of a trace has before each call. A call that sets none leaves this, and state never expires in
 * real time while a trace runs in virtual time.
 */
export const parkedTtlMs = 123_456_789_012;

export const argv = ({ limit, periodMs, cost, nowMs, capacity }: Call): string[] =>
  [limit, periodMs, cost, nowMs ?? '', ...(capacity === undefined ? [] : [capacity ?? ''])].map(String);

/** Runs `calls` from an empty key as one MULTI/EXEC, and leaves nothing behind. Throws what the script throws. */
export async function runTrace(subject: Subject, calls: readonly Call[]): Promise<Trace> {
  const { connection, key, text, read } = subject;
  const before: Command[] = [['DEL', key], ['SCRIPT', 'LOAD', text], ['TIME']];
  const replies = await transaction(connection, key, [
    ...before,
    ...calls.flatMap((call) => [park(key), evalsha(subject, argv(call)), ['PTTL', key]]),
    ['TIME'],
    ['DEL', key],
  ]);
  const outcomes = calls.map((_, index) => {
    const at = before.length + index * 3;
    return { decision: read(replies[at + 1]!), ttlMs: replies[at + 2] as number };
  });
  return { outcomes, elapsedMs: timeMs(replies.at(-2)!) - timeMs(replies[before.length - 1]!) };
}

/** Calls, and what their key held before and after them. */
export interface Tried {
  before: Held;
  replies: (Reply | Error)[];
  after: Held;
  elapsedMs: number;
}

/** Brings an empty key to a state with `history`, then makes `calls`, each told as its ARGV; errors are answers too. */
export async function tryCalls(
  subject: Subject,
  history: readonly Call[],
  calls: readonly (readonly string[])[],
): Promise<Tried> {
  const { connection, key, text } = subject;
  const dump: Command = [
    'EVAL',
    `${contentLua}\nreturn { content(KEYS[1]), redis.call('PTTL', KEYS[1]) }`,
    1,
    key,
  ];
  const replies = await transaction(
    connection,
    key,
    [
      ['DEL', key],
      ['SCRIPT', 'LOAD', text],
      ...history.flatMap((call) => [park(key), evalsha(subject, argv(call))]),
      park(key),
      ['TIME'],
      dump,
      ...calls.map((args) => evalsha(subject, args)),
      dump,
      ['TIME'],
      ['DEL', key],
    ],
    { errors: true },
  );
  const end = replies.length - 2;
  const begin = end - calls.length - 3;
  const held = (reply: Reply | Error): Held => {
    const [content, ttlMs] = reply as [Reply, number];
    return { content, ttlMs };
  };
  return {
    before: held(replies[begin + 1]!),
    replies: replies.slice(begin + 2, end - 1),
    after: held(replies[end - 1]!),
    elapsedMs: timeMs(replies[end]!) - timeMs(replies[begin]!),
  };
}

/** A Lua function that tells what a key holds, whatever its type. */
export const contentLua = `
local function content(key)
  local kind = redis.call('TYPE', key).ok
  if kind == 'zset' then return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES') end
  if kind == 'hash' then return redis.call('HGETALL', key) end
  if kind == 'list' then return redis.call('LRANGE', key, 0, -1) end
  if kind == 'string' then return redis.call('GET', key) end
  return kind
end`;

function park(key: string): Command {
  return ['PEXPIRE', key, parkedTtlMs];
}

function evalsha({ key, text }: Subject, args: readonly string[]): Command {
  return ['EVALSHA', createHash('sha1').update(text).digest('hex'), 1, key, ...args];
}

/** The reply of TIME in whole milliseconds. */
export function timeMs(reply: Reply | Error): number {
  const [seconds, micros] = reply as [string, string];
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

/** Whether TIME stands still inside MULTI/EXEC, measured over a script that takes some milliseconds. */
export async function timeStandsStill(connection: Connection, key: string): Promise<boolean> {
  const busy = 'for i = 1, 20000 do redis.call("EXISTS", KEYS[1]) end';
  const replies = await transaction(connection, key, [['TIME'], ['EVAL', busy, 1, key], ['TIME']]);
  return timeMs(replies[0]!) === timeMs(replies[2]!);
}

async function transaction(
  connection: Connection,
  key: string,
  commands: Command[],
  { errors = false } = {},
): Promise<Reply[]> {
  const replies = await connection.watched([key], async () => commands);
  const failed = replies.findIndex((reply) => reply instanceof Error);
  if (failed >= 0 && !errors)
    throw new ReplyError(`Command ${failed} failed: ${(replies[failed] as Error).message}`);
  return replies as Reply[];
}
