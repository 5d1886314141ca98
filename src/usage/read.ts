import { readClock, type ClockReading } from '../engine/clock.ts';
import type { Connection } from '../engine/port.ts';
import { scanPages } from '../engine/scan.ts';
import { minuteMs, shipOfUsageKey, usageGlob, usageKey } from './keys.ts';
import { mergeTop, readTop, type TopTalkers } from './top.ts';

/** Keys that SCAN looks at in a round trip. */
const scanCount = 1_000;
/** After so many round trips of SCAN, or ships, the rest is left out, and said to be. */
const mostScans = 100;
const mostShips = 1_000;

export interface MinuteUsage {
  /** When it began. */
  atMs: number;
  allowed: number;
  denied: number;
}

/** Jumps of one ship in the minutes that were asked for. */
export interface ShipUsage {
  ship: string;
  allowed: number;
  denied: number;
  /** Every minute, the oldest first, also where nothing happened. */
  perMinute: MinuteUsage[];
}

/** What was recorded in the last minutes. */
export interface Usage {
  clock: ClockReading;
  /** When the first of the minutes began. The last is the current one. */
  fromMs: number;
  minutes: number;
  /** Those with jumps, most jumps first. */
  ships: ShipUsage[];
  /** Whether these are all: else there were too many keys to look at. */
  complete: boolean;
  top: TopTalkers;
}

/** Reads the usage of all ships, never more of the server than is good for it: top talkers first, then what SCAN finds. */
export async function readUsage(
  connection: Connection,
  prefix: string,
  { minutes }: { minutes: number },
): Promise<Usage> {
  const { clock, fromMs } = await readWindow(connection, prefix, minutes);
  const top = mergeTop(await readTop(connection, prefix, fromMs));
  const { ships, complete } = await findShips(
    connection,
    prefix,
    top.talkers.map(({ ship }) => ship),
  );
  const read = ships.map((ship) => readMinutes(connection, prefix, ship, fromMs, minutes));
  const used = (await Promise.all(read)).filter((one) => jumpsOf(one) > 0);
  return {
    clock,
    fromMs,
    minutes,
    ships: used.sort((a, b) => jumpsOf(b) - jumpsOf(a) || (a.ship < b.ship ? -1 : 1)),
    complete,
    top,
  };
}

/** Reads the usage of one ship. */
export async function readShipUsage(
  connection: Connection,
  prefix: string,
  ship: string,
  { minutes }: { minutes: number },
): Promise<Pick<Usage, 'clock' | 'fromMs' | 'minutes'> & { usage: ShipUsage }> {
  const { clock, fromMs } = await readWindow(connection, prefix, minutes);
  return { clock, fromMs, minutes, usage: await readMinutes(connection, prefix, ship, fromMs, minutes) };
}

async function readWindow(
  connection: Connection,
  prefix: string,
  minutes: number,
): Promise<{ clock: ClockReading; fromMs: number }> {
  const clock = await readClock(connection, prefix);
  const currentMs = clock.nowMs - (clock.nowMs % minuteMs);
  return { clock, fromMs: currentMs - (minutes - 1) * minuteMs };
}

/** These ships, and more whose usage is kept. */
async function findShips(
  connection: Connection,
  prefix: string,
  known: readonly string[],
): Promise<{ ships: string[]; complete: boolean }> {
  const found = new Set(known);
  let scans = 0;
  for await (const keys of scanPages(connection, usageGlob(prefix), scanCount)) {
    if (++scans > mostScans || found.size > mostShips) {
      return { ships: [...found].slice(0, mostShips), complete: false };
    }
    for (const key of keys) {
      const ship = shipOfUsageKey(prefix, String(key));
      if (ship !== null) found.add(ship);
    }
  }
  return { ships: [...found].slice(0, mostShips), complete: found.size <= mostShips };
}

async function readMinutes(
  connection: Connection,
  prefix: string,
  ship: string,
  fromMs: number,
  minutes: number,
): Promise<ShipUsage> {
  const flat = (await connection.call('HGETALL', usageKey(prefix, ship))) as string[];
  const perMinute = Array.from({ length: minutes }, (_, i) => ({
    atMs: fromMs + i * minuteMs,
    allowed: 0,
    denied: 0,
  }));
  for (let i = 0; i < flat.length; i += 2) {
    const at = Math.floor((Number(flat[i]) - fromMs) / minuteMs);
    // After a clock that stepped back the newest minute goes on: it is the current one.
    const minute = perMinute[Math.min(at, minutes - 1)];
    const counts = /^(\d+) (\d+)$/.exec(flat[i + 1]!);
    if (!minute || !counts) continue;
    minute.allowed += Number(counts[1]);
    minute.denied += Number(counts[2]);
  }
  return {
    ship,
    allowed: perMinute.reduce((sum, { allowed }) => sum + allowed, 0),
    denied: perMinute.reduce((sum, { denied }) => sum + denied, 0),
    perMinute,
  };
}

/** All jumps of a ship. */
export function jumpsOf({ allowed, denied }: Pick<ShipUsage, 'allowed' | 'denied'>): number {
  return allowed + denied;
}
