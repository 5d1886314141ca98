import type { ClockReading } from './clock.ts';
import { clockKey, literalGlob, parkedKey, root } from './namespace.ts';
import { listKeysLua, readKeyLua } from './keyspace-lua.ts';
import type { Connection, Engine, RawReply } from './port.ts';

/** The most rows that one reading may ask for: the reply stays below some megabytes. */
export const mostRows = 10_000;
const defaultRows = 20;
/** Of a string's value, and of a key's name in a listing. */
const stringBytes = 1_024;
/** Of each field, value, member and element. */
const elementBytes = 256;
/** Keys that SCAN looks at in a round trip. */
const scanCount = 1_000;
/** A listing counts so many keys and then says "at least". */
const mostCounted = 100_000;

/** The first bytes of a text of any size, and its full length in bytes. */
export interface Excerpt {
  head: Buffer;
  length: number;
}

/** What a key holds, as far as it was read. */
export type KeyContent =
  | { kind: 'string'; value: Excerpt }
  | { kind: 'hash'; entries: { field: Excerpt; value: Excerpt }[] }
  | { kind: 'list'; offset: number; elements: Excerpt[] }
  | { kind: 'set'; members: Excerpt[] }
  /** Scores are the text that the server sent; ranks start at `offset`. */
  | { kind: 'zset'; offset: number; entries: { member: Excerpt; score: string }[] }
  /** No such key, a stream, or a type of a module. */
  | { kind: 'none' };

export interface KeyState {
  key: Buffer;
  /** `none`, `string`, `hash`, `list`, `set`, `zset`, `stream`, or what a module calls its own. */
  type: string;
  /** In the namespace's time; null where the key never expires, or does not exist. */
  ttlMs: number | null;
  /** Absent where the engine does not tell. */
  encoding?: string;
  /** An estimate of the server's, by samples; absent where the engine does not tell. */
  memoryBytes?: number;
  /** Bytes of a string, else how many elements; null for a type that has no length. */
  length: number | null;
  content: KeyContent;
  /** The namespace's clock at the reading. */
  clock: ClockReading;
}

/** Which part of a large value to read: `rows` elements from `offset` on (lists and sorted sets have an order). */
export interface ReadOptions {
  rows?: number;
  offset?: number;
}

/**
 * Reads a key as it stands at one instant: at most `rows` elements, and the first bytes of each, whatever their size.
 * One round trip. Throws `ReplyError` where this user may not read the key.
 */
export async function readKey(
  engine: Engine,
  prefix: string,
  key: string | Buffer,
  { rows = defaultRows, offset = 0 }: ReadOptions = {},
): Promise<KeyState> {
  const { object, memory } = engine.capabilities;
  const [reply, heldAt, deadline] = await Promise.all([
    engine.callRaw(
      'EVAL_RO',
      readKeyLua,
      1,
      key,
      Math.min(rows, mostRows),
      offset,
      elementBytes,
      stringBytes,
      Number(object),
      Number(memory),
    ),
    engine.call('GET', clockKey(prefix)),
    engine.call('HGET', parkedKey(prefix), key),
  ]);
  const [type, ttl, length, encoding, memoryBytes, time, flat] = reply as [
    Buffer,
    number,
    number,
    Buffer,
    number,
    [Buffer, Buffer],
    RawReply[],
  ];
  const clock: ClockReading =
    heldAt === null ? { mode: 'live', nowMs: milliseconds(time) } : { mode: 'held', nowMs: Number(heldAt) };
  return {
    key: Buffer.from(key),
    type: String(type),
    ttlMs: timeLeft(ttl, clock, deadline),
    ...(encoding.length && { encoding: String(encoding) }),
    ...(memoryBytes >= 0 && { memoryBytes }),
    length: length < 0 ? null : length,
    content: contentOf(String(type), offset, flat),
    clock,
  };
}

/** A held clock's keys have a deadline in held time; their physical TTL only keeps them in the server. */
function timeLeft(physicalMs: number, clock: ClockReading, deadline: unknown): number | null {
  if (physicalMs < 0) return null;
  if (clock.mode === 'live' || deadline === null || deadline === undefined) return physicalMs;
  return Math.max(0, Number(deadline) - clock.nowMs);
}

function milliseconds([seconds, micros]: [Buffer, Buffer]): number {
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

function contentOf(type: string, offset: number, flat: RawReply[]): KeyContent {
  const excerpt = (at: number): Excerpt => ({ head: flat[at] as Buffer, length: flat[at + 1] as number });
  const every = <T>(width: number, make: (at: number) => T): T[] =>
    Array.from({ length: flat.length / width }, (_, i) => make(i * width));
  switch (type) {
    case 'string':
      return { kind: 'string', value: excerpt(0) };
    case 'hash':
      return { kind: 'hash', entries: every(4, (at) => ({ field: excerpt(at), value: excerpt(at + 2) })) };
    case 'list':
      return { kind: 'list', offset, elements: every(2, excerpt) };
    case 'set':
      return { kind: 'set', members: every(2, excerpt) };
    case 'zset':
      return {
        kind: 'zset',
        offset,
        entries: every(3, (at) => ({ member: excerpt(at), score: String(flat[at + 2]) })),
      };
    default:
      return { kind: 'none' };
  }
}

/** A key in a listing. */
export interface KeySummary {
  name: Excerpt;
  /** As in `KeyState`; null where this user may not read the key. */
  type: string | null;
  ttlMs: number | null;
  length: number | null;
}

export interface KeyList {
  /** In the order of their names' bytes. */
  keys: KeySummary[];
  /** How many more there are. SCAN may count a key twice while the server's table grows. */
  more: number;
  /** There are even more: counting stopped. */
  atLeast: boolean;
}

/** The limiters of a namespace, or with `pattern` any keys that a glob matches. */
export interface Selection {
  prefix: string;
  pattern?: string;
}

/** Lists up to `rows` keys and counts the others, by SCAN. Bookkeeping keys are never among them. */
export async function listKeys(
  connection: Connection,
  { prefix, pattern }: Selection,
  { rows = defaultRows }: Pick<ReadOptions, 'rows'> = {},
): Promise<KeyList> {
  const found = new Map<string, KeySummary>();
  const most = Math.min(rows, mostRows);
  const glob = pattern ?? `${literalGlob(prefix)}*`;
  let cursor = '0';
  let matches = 0;
  do {
    const [next, matched, flat] = (await connection.callRaw(
      'EVAL_RO',
      listKeysLua,
      0,
      cursor,
      glob,
      scanCount,
      most - found.size,
      stringBytes,
      root,
      pattern === undefined ? prefix : '',
    )) as [Buffer, number, RawReply[]];
    matches += matched;
    for (const summary of summaries(flat))
      found.set(`${summary.name.length} ${summary.name.head.toString('latin1')}`, summary);
    cursor = String(next);
  } while (cursor !== '0' && matches - found.size < mostCounted);
  const keys = [...found.values()].sort((a, b) => Buffer.compare(a.name.head, b.name.head));
  await inHeldTime(connection, prefix, keys);
  return { keys, more: matches - keys.length, atLeast: cursor !== '0' };
}

function summaries(flat: RawReply[]): KeySummary[] {
  return Array.from({ length: flat.length / 5 }, (_, i) => {
    const [head, bytes, type, ttl, length] = flat.slice(i * 5, i * 5 + 5) as [
      Buffer,
      number,
      Buffer,
      number,
      number,
    ];
    return {
      name: { head, length: bytes },
      type: String(type) || null,
      ttlMs: ttl < 0 ? null : ttl,
      length: length < 0 ? null : length,
    };
  });
}

/** Where the clock is held, replaces physical TTLs by those that the limiters have. */
async function inHeldTime(connection: Connection, prefix: string, keys: KeySummary[]): Promise<void> {
  // Only keys with a short name can be limiters; the others would be looked up by a part of their name.
  const limiters = keys.filter(
    ({ name }) => name.head.length === name.length && name.head.toString('latin1').startsWith(prefix),
  );
  if (!limiters.length) return;
  const [heldAt, deadlines] = await Promise.all([
    connection.call('GET', clockKey(prefix)),
    connection.call('HMGET', parkedKey(prefix), ...limiters.map(({ name }) => name.head)),
  ]);
  if (heldAt === null) return;
  const clock: ClockReading = { mode: 'held', nowMs: Number(heldAt) };
  for (const [i, key] of limiters.entries()) {
    if (key.ttlMs !== null) key.ttlMs = timeLeft(key.ttlMs, clock, (deadlines as unknown[])[i]);
  }
}
