import type { ClockReading } from './clock.ts';
import { clockKey, parkedKey } from './namespace.ts';
import { readKeyLua } from './keyspace-lua.ts';
import { ReplyError, type Engine, type KeyPlace, type RawReply } from './port.ts';

/** The most rows that one reading may ask for: the reply stays below some megabytes. */
export const mostRows = 10_000;
export const defaultRows = 20;
/** Of a string's value, and of a key's name in a listing. */
export const stringBytes = 1_024;
/** Of each field, value, member and element. */
const elementBytes = 256;

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
  /** The elements were too large for the engine, so `content` has none of them. */
  tooLarge?: boolean;
  /** Where the server is a cluster. */
  place?: KeyPlace;
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
  options: ReadOptions = {},
): Promise<KeyState> {
  const { rows = defaultRows, offset = 0 } = options;
  const { object, memory } = engine.capabilities;
  const read = (rows: number): Promise<RawReply> =>
    engine.callRaw(
      'EVAL_RO',
      readKeyLua,
      1,
      key,
      rows,
      offset,
      elementBytes,
      stringBytes,
      Number(object),
      Number(memory),
    );
  const readable = async (): Promise<{ reply: RawReply; tooLarge: boolean }> => {
    try {
      return { reply: await read(Math.min(rows, mostRows)), tooLarge: false };
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      // The look-alike's Lua has 16 MB. All but the elements can be read there too; where it cannot, that says why.
      return { reply: await read(0), tooLarge: true };
    }
  };
  const [{ reply, tooLarge }, heldAt, deadline] = await Promise.all([
    readable(),
    engine.cluster ? null : engine.call('GET', clockKey(prefix)),
    engine.cluster ? null : engine.call('HGET', parkedKey(prefix), key),
  ]);
  const [type, ttl, length, encoding, memoryBytes, time, flat] = reply as KeyReply;
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
    ...(engine.cluster && { place: engine.cluster.placeOf(key) }),
    ...(tooLarge && { tooLarge }),
    clock,
  };
}

/** What the script answers; see there. */
type KeyReply = [
  type: Buffer,
  ttlMs: number,
  length: number,
  encoding: Buffer,
  memory: number,
  time: [Buffer, Buffer],
  content: RawReply[],
];

/** A held clock's keys have a deadline in held time; their physical TTL only keeps them in the server. */
export function timeLeft(physicalMs: number, clock: ClockReading, deadline: unknown): number | null {
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
