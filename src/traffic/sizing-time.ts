import type { Connection } from '../engine/port.ts';
import type { Throwaway } from '../engine/throwaway.ts';
import { readUsage } from '../engine/usage.ts';
import { mostShips } from './sizing-ships.ts';
import { jump, overConnections, pour, type Subject } from './sizing-traffic.ts';

export interface TimeOptions {
  /** Of each limiter. */
  ships: number;
  /** Of all traffic together. */
  overMs: number;
  /** How often it is each limiter's turn to admit, and to deny: so the machine's moods meet all of them. */
  rounds: number;
  /** ms, of any clock. */
  now(): number;
  /** Told how large a share is done, from 0 to 1. */
  progress?(share: number): void;
}

/** Decisions of one kind, as they came. Rounded as they are shown, so that whoever works on with them gets the same. */
export interface Work {
  decisions: number;
  allowed: number;
  /** As many as came through. */
  perSecond: number;
  /** What one took of the server's core, to a tenth; null where it does not tell. */
  cpuMicros: number | null;
}

export interface Timed {
  admitted: Work;
  denied: Work;
}

/** Some decisions in a row. */
interface Turn {
  decisions: number;
  allowed: number;
  elapsedMs: number;
  cpuMicros: number | null;
}

interface Contender {
  subject: Subject;
  firstShip: number;
  admitted: Turn[];
  denied: Turn[];
}

/** Has limiters admit while they are half used up, and deny when they are wholly, all on one server. */
export async function timeDecisions(
  server: Pick<Throwaway, 'connect'>,
  subjects: readonly Subject[],
  { ships, overMs, rounds, now, progress }: TimeOptions,
): Promise<Timed[]> {
  const admin = await server.connect();
  const contenders = subjects.map((subject, at): Contender => ({
    subject,
    firstShip: at * mostShips,
    admitted: [],
    denied: [],
  }));
  const turnMs = overMs / (subjects.length * rounds * 2);
  try {
    await overConnections(server, subjects, async (connections) => {
      const use = ({ subject, firstShip }: Contender, cost: (ship: number) => number) =>
        pour(connections, ships, async (connection, ship) => {
          if (cost(ship) > 0) await jump(connection, subject, firstShip + ship, cost(ship));
        });
      const half = ({ subject }: Contender) => Math.floor(subject.limit / 2);
      const turn = async (contender: Contender, from: number, most: number): Promise<Turn> => {
        const { subject, firstShip } = contender;
        return oneTurn({ admin, connections, most, turnMs, now }, (connection, nth) =>
          jump(connection, subject, firstShip + ((from + nth) % ships), 1),
        );
      };

      for (const contender of contenders) await use(contender, () => half(contender));
      for (let round = 0; round < rounds; round++) {
        for (const contender of contenders) {
          const made = decisionsOf(contender.admitted);
          const left = ships * (contender.subject.limit - half(contender)) - made;
          if (left > 0) contender.admitted.push(await turn(contender, made, left));
        }
        progress?.((round + 1) / (2 * rounds));
      }
      for (const contender of contenders) {
        const made = decisionsOf(contender.admitted);
        await use(
          contender,
          (ship) => contender.subject.limit - half(contender) - turnsOf(ship, ships, made),
        );
      }
      for (let round = 0; round < rounds; round++) {
        for (const contender of contenders)
          contender.denied.push(await turn(contender, decisionsOf(contender.denied), Infinity));
        progress?.(0.5 + (round + 1) / (2 * rounds));
      }
    });
  } finally {
    admin.close();
  }
  return contenders.map(({ admitted, denied }) => ({ admitted: workOf(admitted), denied: workOf(denied) }));
}

/** How often it was a ship's turn, of so many turns. */
export function turnsOf(ship: number, ships: number, turns: number): number {
  return Math.floor(turns / ships) + (ship < turns % ships ? 1 : 0);
}

interface TurnOptions extends Pick<TimeOptions, 'now'> {
  admin: Connection;
  connections: readonly Connection[];
  most: number;
  turnMs: number;
}

async function oneTurn(
  { admin, connections, most, turnMs, now }: TurnOptions,
  decide: (connection: Connection, nth: number) => Promise<boolean>,
): Promise<Turn> {
  const before = await readUsage(admin);
  const startMs = now();
  let allowed = 0;
  const decisions = await pour(
    connections,
    most,
    async (connection, nth) => {
      if (await decide(connection, nth)) allowed++;
    },
    () => now() - startMs < turnMs,
  );
  const elapsedMs = now() - startMs;
  const after = await readUsage(admin);
  return {
    decisions,
    allowed,
    elapsedMs,
    cpuMicros: before && after && after.cpuMicros - before.cpuMicros,
  };
}

function decisionsOf(turns: readonly Turn[]): number {
  return turns.reduce((sum, { decisions }) => sum + decisions, 0);
}

function workOf(turns: readonly Turn[]): Work {
  const decisions = decisionsOf(turns);
  const elapsedMs = turns.reduce((sum, turn) => sum + turn.elapsedMs, 0);
  const each = turns.flatMap(({ cpuMicros, decisions }) =>
    cpuMicros === null ? [] : [cpuMicros / decisions],
  );
  return {
    decisions,
    allowed: turns.reduce((sum, { allowed }) => sum + allowed, 0),
    perSecond: Math.round((decisions / Math.max(1, elapsedMs)) * 1_000),
    // Never 0: that would be a server without an end.
    cpuMicros: each.length ? Math.max(0.1, Number(median(each).toFixed(1))) : null,
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
