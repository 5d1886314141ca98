import type { Algorithm } from '../algorithms/algorithm.ts';
import type { Connection } from '../engine/port.ts';
import type { Throwaway } from '../engine/throwaway.ts';
import { readUsage, type Usage } from '../engine/usage.ts';
import type { Script } from '../limiter/script.ts';
import { measuredShips, shipKey } from './sizing-ships.ts';

/** What is measured. */
export interface Subject {
  algorithm: Algorithm;
  script: Script;
}

export interface MeasureOptions {
  /** Units that each ship may have in a week: while it is measured nothing comes back. */
  limit: number;
  /** How long traffic is measured. */
  overMs: number;
  /** How many units the ships may hold together. */
  mostUnits: number;
  /** The number of the first ship: nobody has jumped with it, nor with those behind it. */
  firstShip: number;
  /** ms, of any clock. */
  now(): number;
  /** Told how large a share is done, from 0 to 1. */
  progress?(share: number): void;
}

/** Decisions of one kind, as they came. */
export interface Work {
  decisions: number;
  allowed: number;
  /** As many as came through. */
  perSecond: number;
  /** What one took of the server, to a tenth; null where it does not tell. */
  cpuMicros: number | null;
}

/** What a limiter came to. Figures are rounded as they are shown, so that whoever works on with them gets the same. */
export interface Measured {
  name: string;
  ships: number;
  /** Of a ship that has used up its limit; null where the server does not tell. */
  bytesPerShip: number | null;
  admitted: Work;
  denied: Work;
}

const periodMs = 7 * 24 * 60 * 60 * 1_000;
export const connectionsOpen = 4;
/** Calls under way on each connection: enough for the server to be busy. */
const pipelined = 32;
/** Looks on each connection, which leave nothing: whoever comes first finds cold caches. */
const warmUps = 100;

/**
 * Measures one limiter: fills half of each ship's, admits ships one by one, uses up what is left, and has denials. On a server that
 * holds nothing else.
 */
export async function measure(
  server: Pick<Throwaway, 'connect'>,
  { algorithm, script }: Subject,
  options: MeasureOptions,
): Promise<Measured> {
  const { limit, overMs, mostUnits, firstShip, now, progress } = options;
  const ships = measuredShips(limit, mostUnits);
  const admin = await server.connect();
  const connections: Connection[] = [];
  try {
    for (let i = 0; i < connectionsOpen; i++) connections.push(await server.connect());
    await admin.call('SCRIPT', 'LOAD', script.text);

    const jump = async (connection: Connection, ship: number, cost: number): Promise<boolean> => {
      const drive = { algorithm: algorithm.name, limit, periodMs };
      const args = algorithm.args({ drive, cost, heldMs: null, callerMs: 0 });
      const reply = await connection.call('EVALSHA', script.sha, 1, shipKey(firstShip + ship), ...args);
      return algorithm.read(reply).allowed;
    };
    const each = (cost: (ship: number) => number) =>
      pour(connections, ships, async (connection, ship) => {
        if (cost(ship) > 0) await jump(connection, ship, cost(ship));
      });
    const timed = async (most: number): Promise<Work> => {
      const before = await readUsage(admin);
      const startMs = now();
      let allowed = 0;
      const decisions = await pour(
        connections,
        most,
        async (connection, nth) => {
          if (await jump(connection, nth % ships, 1)) allowed++;
        },
        () => now() - startMs < overMs / 2,
      );
      const elapsedMs = Math.max(1, now() - startMs);
      return workOf(decisions, allowed, elapsedMs, before, await readUsage(admin));
    };

    await pour(connections, warmUps * connectionsOpen, (connection) => jump(connection, 0, 0));
    const empty = await readUsage(admin);
    const half = Math.floor(limit / 2);
    await each(() => half);
    progress?.(0.25);
    const admitted = await timed(ships * (limit - half));
    progress?.(0.5);
    await each((ship) => limit - half - turnsOf(ship, ships, admitted.decisions));
    progress?.(0.75);
    const denied = await timed(Infinity);
    const full = await readUsage(admin);
    return { name: algorithm.name, ships, bytesPerShip: bytesOf(ships, empty, full), admitted, denied };
  } finally {
    for (const connection of [admin, ...connections]) connection.close();
  }
}

/** How often it was a ship's turn, of so many turns. */
export function turnsOf(ship: number, ships: number, turns: number): number {
  return Math.floor(turns / ships) + (ship < turns % ships ? 1 : 0);
}

/** Keeps all connections busy until `most` calls are made, or it is over. Answers with how many were. */
async function pour(
  connections: readonly Connection[],
  most: number,
  call: (connection: Connection, nth: number) => Promise<unknown>,
  goesOn = () => true,
): Promise<number> {
  let made = 0;
  const keepCalling = async (connection: Connection): Promise<void> => {
    while (made < most && goesOn()) await call(connection, made++);
  };
  await Promise.all(
    connections.flatMap((connection) => Array.from({ length: pipelined }, () => keepCalling(connection))),
  );
  return made;
}

function workOf(
  decisions: number,
  allowed: number,
  elapsedMs: number,
  before: Usage | null,
  after: Usage | null,
): Work {
  const cpuMicros =
    before && after && decisions > 0 ? (after.cpuMicros - before.cpuMicros) / decisions : null;
  return {
    decisions,
    allowed,
    perSecond: Math.round((decisions / elapsedMs) * 1_000),
    // Never 0: that would be a server without an end.
    cpuMicros: cpuMicros === null ? null : Math.max(0.1, Number(cpuMicros.toFixed(1))),
  };
}

function bytesOf(ships: number, empty: Usage | null, full: Usage | null): number | null {
  return empty && full ? Math.round((full.memoryBytes - empty.memoryBytes) / ships) : null;
}
