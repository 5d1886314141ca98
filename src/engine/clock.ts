import { UsageError } from '../errors.ts';
import { hold, park, reap, script, unpark } from './clock-lua.ts';
import { literalGlob, clockKey, isLimiterKey, parkedKey } from './namespace.ts';
import { bySlot } from './slot.ts';
import type { Command, Connection, Reply } from './port.ts';
import { scanPages } from './scan.ts';

/** What time it is for the limiters of a namespace, in ms since 1970. */
export interface ClockReading {
  mode: 'live' | 'held';
  nowMs: number;
}

const dayMs = 24 * 60 * 60 * 1000;
/** A held key's physical TTL: long enough for a lesson with a lunch break, short enough to leave nothing behind. */
export const parkedForMs = dayMs;
/** The clock outlives every key that it holds. Decisions do not refresh it: that would break the WATCH of all others. */
export const heldForMs = 7 * dayMs;
/** As many keys as one command names. */
const batch = 1_000;
/** Well inside what scripts (2^52) and calendars can hold. */
const farthestMs = Date.UTC(10_000, 0) - 1;

/** A TIME reply in µs since 1970. */
function micros(reply: Reply): number {
  const [seconds, rest] = reply as [string, string];
  return Number(seconds) * 1_000_000 + Number(rest);
}

/** The server's TIME in whole milliseconds. */
export async function serverTime(connection: Connection): Promise<number> {
  return Math.floor(micros(await connection.call('TIME')) / 1000);
}

/** The namespace's clock: held at an instant, or the server's own. */
export async function readClock(connection: Connection, prefix: string): Promise<ClockReading> {
  const held = connection.cluster ? null : await connection.call('GET', clockKey(prefix));
  return held === null
    ? { mode: 'live', nowMs: await serverTime(connection) }
    : { mode: 'held', nowMs: Number(held) };
}

/** What came of one command that ran by the namespace's clock. */
export interface ClockedRun {
  reply: Reply;
  /** The server's real TIME of the run, in µs: it tells who came first. */
  serverMicros: number;
}

/**
 * Runs one command on `keys` by the namespace's clock, as one MULTI/EXEC. Live: as it is, with null for the instant. Held:
 * TTLs are unparked, the command runs, its TTLs are parked again. A clock that is held, moved or let go meanwhile makes it
 * start over. Rejects with the command's own error.
 */
export async function runOnClock(
  connection: Connection,
  prefix: string,
  keys: readonly string[],
  command: (heldMs: number | null) => Command,
): Promise<ClockedRun> {
  const clock = clockKey(prefix);
  const all = [parkedKey(prefix), clock, ...keys];
  // On a cluster nobody can hold it.
  const watched = connection.cluster ? [] : [clock];
  const replies = await connection.watched(watched, async () => {
    const held = connection.cluster ? null : await connection.call('GET', clock);
    if (held === null) return [['TIME'], command(null)];
    const nowMs = Number(held);
    return [['TIME'], script(unpark, all, nowMs), command(nowMs), script(park, all, nowMs, parkedForMs)];
  });
  for (const reply of replies) if (reply instanceof Error) throw reply;
  const [time, ...rest] = replies as Reply[];
  return { reply: rest.length === 1 ? rest[0]! : rest[1]!, serverMicros: micros(time!) };
}

/** Throws `UsageError` where the clock cannot be held: on a cluster, whose transactions are of one slot. */
export function needOneServer({ cluster }: Connection): void {
  if (!cluster) return;
  throw new UsageError(
    'A cluster has no clock to hold: what keeps it and the limiters are in different slots. Use a single server: --engine valkey.',
  );
}

/** Stops the clock at `atMs`, or now; the TTLs that run are parked. Answers with the instant. A held clock is just moved. */
export async function holdClock(connection: Connection, prefix: string, atMs?: number): Promise<number> {
  needOneServer(connection);
  const keys = [parkedKey(prefix), clockKey(prefix), ...(await limiterKeys(connection, prefix))];
  const nowMs = Number(await send(connection, script(hold, keys, atMs ?? '', parkedForMs, heldForMs)));
  return atMs === undefined || nowMs === atMs ? nowMs : setClock(connection, prefix, () => atMs);
}

/** Moves the clock forward, holding it first where it is live; what expires on the way is deleted. Answers with the new instant. */
export async function warp(connection: Connection, prefix: string, byMs: number): Promise<number> {
  // Before the clock is held: a warp that is refused leaves it as it was.
  needOneServer(connection);
  checkInstant((await readClock(connection, prefix)).nowMs + byMs);
  return setClock(connection, prefix, (heldMs) => heldMs + byMs);
}

/** The same to an instant; a clock that stands there or beyond stays. */
export function warpTo(connection: Connection, prefix: string, atMs: number): Promise<number> {
  checkInstant(atMs);
  return setClock(connection, prefix, (heldMs) => Math.max(heldMs, atMs));
}

/** Moves a held clock forward as `warp` does; where it is not held nothing happens, and the answer is null. */
export function advance(connection: Connection, prefix: string, byMs: number): Promise<number | null> {
  return moveHeld(connection, prefix, (heldMs) => checkInstant(heldMs + byMs));
}

/** The instant; throws `UsageError` where the clock cannot be held at it. */
export function checkInstant(atMs: number): number {
  if (atMs <= farthestMs) return atMs;
  throw new UsageError('That is too far: the clock goes to the year 9999. Warp a shorter time.');
}

async function setClock(
  connection: Connection,
  prefix: string,
  next: (nowMs: number) => number,
): Promise<number> {
  for (;;) {
    await holdClock(connection, prefix);
    const nowMs = await moveHeld(connection, prefix, next);
    // Null: another process let it go since. It is held anew.
    if (nowMs !== null) return nowMs;
  }
}

async function moveHeld(
  connection: Connection,
  prefix: string,
  next: (nowMs: number) => number,
): Promise<number | null> {
  needOneServer(connection);
  let nowMs = 0;
  // Only the clock is watched: decisions, which park all the time, must not keep a warp from getting through.
  const moved = await connection.watched([clockKey(prefix)], async () => {
    const held = await connection.call('GET', clockKey(prefix));
    if (held === null) return [];
    nowMs = next(Number(held));
    return [['SET', clockKey(prefix), nowMs, 'PX', heldForMs]];
  });
  if (!moved.length) return null;
  await reapPassed(connection, prefix, nowMs);
  return nowMs;
}

/** Deletes what expired on the way to `nowMs`. */
export async function reapPassed(connection: Connection, prefix: string, nowMs: number): Promise<void> {
  const deadlines = await readDeadlines(connection, prefix);
  const gone = [...deadlines].filter(([, deadline]) => deadline <= nowMs).map(([key]) => key);
  if (gone.length) await send(connection, script(reap, [parkedKey(prefix), ...gone], nowMs));
}

/** Lets the clock go; limiters that lived in held time would lie in real time, so they are deleted. Answers with how many. */
export async function releaseClock(connection: Connection, prefix: string): Promise<number> {
  // The clock first: no decision that comes after it can leave a key of held time behind.
  await connection.call('DEL', clockKey(prefix));
  const deleted = await clearLimiters(connection, prefix);
  await connection.call('DEL', parkedKey(prefix));
  return deleted;
}

/**
 * Deletes limiters of the namespace: all, or those that `which` picks; and what is `beside` them, that no listing knows for a
 * limiter. Answers with how many keys.
 */
export async function clearLimiters(
  connection: Connection,
  prefix: string,
  which: (key: string) => boolean = () => true,
  beside: (keys: readonly string[]) => readonly string[] = () => [],
): Promise<number> {
  const picked = (await limiterKeys(connection, prefix)).filter(which);
  const keys = [...picked, ...beside(picked)];
  if (!keys.length) return 0;
  let deleted = 0;
  // No MULTI: on a full server Redis 7.0 refuses it whole, and this is what makes room.
  for (const group of connection.cluster ? bySlot(keys) : [keys]) {
    for (let from = 0; from < group.length; from += batch) {
      const some = group.slice(from, from + batch);
      deleted += Number(await connection.call('UNLINK', ...some));
      if (!connection.cluster) await connection.call('HDEL', parkedKey(prefix), ...some);
    }
  }
  return deleted;
}

/** Sends a command of any length; as arguments of a function 150,000 keys would be too many. */
async function send(connection: Connection, command: Command): Promise<Reply> {
  const [reply] = await connection.watched([], async () => [command]);
  if (reply instanceof Error) throw reply;
  return reply!;
}

/** When the parked keys expire, in held time. */
export async function readDeadlines(connection: Connection, prefix: string): Promise<Map<string, number>> {
  const flat = (await connection.call('HGETALL', parkedKey(prefix))) as string[];
  const deadlines = new Map<string, number>();
  for (let i = 0; i < flat.length; i += 2) deadlines.set(flat[i]!, Number(flat[i + 1]));
  return deadlines;
}

async function limiterKeys(connection: Connection, prefix: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const names of scanPages(connection, `${literalGlob(prefix)}*`, 500)) {
    for (const key of names.map(String)) if (isLimiterKey(prefix, key)) found.add(key);
  }
  return [...found];
}
