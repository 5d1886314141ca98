import { readClock, type ClockReading } from './clock.ts';
import { defaultRows, mostRows, stringBytes, timeLeft, type Excerpt } from './keyspace.ts';
import { lengthCommands } from './keyspace-lua.ts';
import { isLimiterKey, literalGlob, ownerOf, parkedKey, root } from './namespace.ts';
import { ReplyError, type Connection, type KeyPlace } from './port.ts';
import { scanPages } from './scan.ts';

/** Keys that SCAN looks at in a round trip. */
const scanCount = 1_000;
/** A listing counts so many keys and then says "at least". */
const mostCounted = 100_000;

/** A key in a listing. */
export interface KeySummary {
  name: Excerpt;
  /** As in `KeyState`; null where this user may not read the key. */
  type: string | null;
  ttlMs: number | null;
  length: number | null;
  /** Where the server is a cluster. */
  place?: KeyPlace;
}

export interface KeyList {
  /** In the order of their names' bytes. */
  keys: KeySummary[];
  /** How many more there are. While the server's table grows, SCAN may count one of them twice. */
  more: number;
  /** There are even more: counting stopped. */
  atLeast: boolean;
  /** How many keys gateways have, where those were to be counted: nobody knows their callers by name. */
  ofGateways: number;
  /** How many are in namespaces, or were put beside a ship's own key by who knows what: their names do not tell. */
  ofOthers: number;
}

/** The limiters of a namespace, or with `pattern` any keys that a glob matches. */
export interface Selection {
  prefix: string;
  pattern?: string;
  /** How keys of gateways begin, where they are to be counted. */
  gateways?: string;
  /** How keys end that scripts put beside a ship's own. */
  beside?: readonly string[];
}

/**
 * Lists up to `rows` keys and counts the others, by SCAN. Bookkeeping keys are never among them.
 */
export async function listKeys(
  connection: Connection,
  { prefix, pattern, gateways, beside }: Selection,
  rows = defaultRows,
): Promise<KeyList> {
  const glob = pattern ?? `${literalGlob(prefix)}*`;
  const owner = (name: string) => ownerOf(prefix, name, beside);
  const listed = (name: string) =>
    pattern === undefined ? owner(name) === 'limiter' : !isBookkeeping.test(name);
  const clock = await readClock(connection, prefix);
  const most = Math.min(rows, mostRows);
  const found = new Map<string, KeySummary | null>();
  const ofGateways = new Set<string>();
  const isGateways = (name: string) => gateways !== undefined && isLimiterKey(gateways, name);
  const ofOthers = new Set<string>();
  const isOthers = (name: string) =>
    pattern === undefined && owner(name) === 'others' && !isBookkeeping.test(name);
  let more = 0;
  let atLeast = false;
  for await (const names of scanPages(connection, glob, scanCount)) {
    if (more >= mostCounted) {
      atLeast = true;
      break;
    }
    const wanted = new Map<string, Buffer>();
    for (const name of names) {
      // Names are ASCII as far as it matters whether they are listed.
      const id = name.toString('latin1');
      if (isGateways(id) && ofGateways.size < mostCounted) ofGateways.add(id);
      if (isOthers(id) && ofOthers.size < mostCounted) ofOthers.add(id);
      if (!listed(id) || found.has(id) || wanted.has(id)) continue;
      if (found.size + wanted.size < most) wanted.set(id, name);
      else more++;
    }
    await Promise.all(
      [...wanted].map(async ([id, name]) => found.set(id, await summary(connection, prefix, clock, name))),
    );
  }
  const keys = [...found.values()].filter((key) => key !== null);
  return {
    keys: keys.sort((a, b) => Buffer.compare(a.name.head, b.name.head)),
    more,
    atLeast,
    ofGateways: ofGateways.size,
    ofOthers: ofOthers.size,
  };
}

/** Keys of hyperdrive's own, in any namespace. */
const isBookkeeping = new RegExp(`^${root}([A-Za-z0-9._-]+:)?@`);

/** Null where the key has gone meanwhile. */
async function summary(
  connection: Connection,
  prefix: string,
  clock: ClockReading,
  name: Buffer,
): Promise<KeySummary | null> {
  const parked = clock.mode === 'held' && name.subarray(0, prefix.length).equals(Buffer.from(prefix));
  const [type, ttl, deadline] = await Promise.all([
    connection.call('TYPE', name).catch(denied),
    connection.call('PTTL', name).catch(denied),
    parked ? connection.call('HGET', parkedKey(prefix), name) : null,
  ]);
  if (type === 'none') return null;
  const command = lengthCommands[String(type)];
  const length = command === undefined ? null : await connection.call(command, name).catch(denied);
  return {
    name: { head: name.subarray(0, stringBytes), length: name.length },
    type: type as string | null,
    ttlMs: ttl === null ? null : timeLeft(Number(ttl), clock, deadline),
    length: length as number | null,
    ...(connection.cluster && { place: connection.cluster.placeOf(name) }),
  };
}

/** What this user may not know, or what changed its type meanwhile, is left open. */
function denied(error: unknown): null {
  if (error instanceof ReplyError) return null;
  throw error;
}
