import type { Throwaway } from '../engine/throwaway.ts';
import { plan, type Demand, type Plan } from './sizing.ts';
import { measuredShips } from './sizing-ships.ts';
import { timeDecisions, type Timed, type TimeOptions, type Work } from './sizing-time.ts';
import type { Subject } from './sizing-traffic.ts';
import { weigh } from './sizing-weigh.ts';

export interface SizingOptions extends Demand, Pick<TimeOptions, 'overMs'> {
  limit: number;
}

/** What a limiter came to. */
export interface Measured extends Timed {
  name: string;
  /** Of a ship that has used up its limit; null where the server does not tell. */
  bytesPerShip: number | null;
}

/** One limiter: what it takes, beside the others and of a fleet. */
export interface Sized extends Measured {
  /** Of a node whose core is busy all the time, or as many as came through where the server tells nothing of its time. */
  nodePerSecond: number;
  /** To the one of most decisions: 1 for that, less for the others. */
  speedRatio: number;
  /** To the one of fewest bytes: 1 for that, more for the others. */
  bytesRatio: number | null;
  plan: Plan;
}

/** What was measured, on how many ships each. */
export interface Sizing {
  ships: number;
  sized: Sized[];
}

/** Units that ships may hold together: as many as fit, and as fill up in the time that a person waits. */
const weighedUnits = { one: 200_000, several: 50_000 };
const timedUnits = { one: 100_000, several: 25_000, look: 2_500 };
/** What is under way when a turn is over comes to its end, and on the look-alike that takes longer than the turn. */
const rounds = { real: 8, look: 2 };

export interface SizingNeeds extends Pick<TimeOptions, 'now'> {
  /** Told how large a share is over, and what is measured. */
  progress?(share: number, what: string): void;
}

/** Measures limiters, and works out what the demand takes of each. */
export async function runSizing(
  options: SizingOptions,
  subjects: readonly Subject[],
  server: Pick<Throwaway, 'connect' | 'kill' | 'startAgain' | 'server'>,
  { now, progress }: SizingNeeds,
): Promise<Sizing> {
  const many = subjects.length > 1 ? 'several' : 'one';
  const tellsNothing = server.server.name === 'look-alike';
  const timedShips = measuredShips(options.limit, timedUnits[tellsNothing ? 'look' : many]);
  const weighedShips = measuredShips(options.limit, weighedUnits[many]);
  const bytes: (number | null)[] = [];
  if (!tellsNothing) {
    for (const [at, subject] of subjects.entries()) {
      progress?.(at / subjects.length / 2, `bytes of ${subject.algorithm.name}`);
      bytes.push(await weigh(server, subject, weighedShips));
      // What one has left would tell on the bytes of the next.
      await server.kill();
      await server.startAgain();
    }
  }
  const timed = await timeDecisions(server, subjects, {
    ships: timedShips,
    overMs: options.overMs,
    rounds: rounds[tellsNothing ? 'look' : 'real'],
    now,
    progress: (share) => progress?.(tellsNothing ? share : 0.5 + share / 2, 'decisions per second'),
  });
  const measured = subjects.map(({ algorithm: { name } }, at) => ({
    name,
    bytesPerShip: bytes[at] ?? null,
    ...timed[at]!,
  }));
  return { ships: tellsNothing ? timedShips : weighedShips, sized: size(measured, options) };
}

/** What has been measured side by side, and what the demand takes of each. */
export function size(measured: readonly Measured[], demand: Demand): Sized[] {
  const fastest = Math.max(...measured.map(nodePerSecond));
  const least = Math.min(...measured.map(({ bytesPerShip }) => bytesPerShip ?? Infinity));
  return measured.map((one) => {
    const speed = nodePerSecond(one);
    const { bytesPerShip } = one;
    return {
      ...one,
      nodePerSecond: speed,
      speedRatio: Number((speed / fastest).toFixed(2)),
      bytesRatio: bytesPerShip === null ? null : Number((bytesPerShip / least).toFixed(2)),
      plan: plan(demand, { bytesPerShip, nodePerSecond: speed }),
    };
  });
}

/** By the dearer kind of decision: nobody knows which kind will come. */
function nodePerSecond({ admitted, denied }: Measured): number {
  const of = ({ cpuMicros, perSecond }: Work) =>
    cpuMicros === null ? perSecond : Math.floor(1e6 / cpuMicros);
  return Math.max(1, Math.min(of(admitted), of(denied)));
}
