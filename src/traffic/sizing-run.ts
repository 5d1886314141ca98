import type { Throwaway } from '../engine/throwaway.ts';
import { mostShips } from './sizing-ships.ts';
import { plan, type Demand, type Plan } from './sizing.ts';
import { measure, type Measured, type MeasureOptions, type Subject, type Work } from './sizing-measure.ts';

export interface SizingOptions extends Demand, Pick<MeasureOptions, 'limit' | 'overMs'> {}

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

/** Units held while one limiter is measured alone, and while several are; and on a server that tells no bytes. */
const mostUnits = { one: 200_000, several: 50_000, look: 5_000 };

export interface SizingNeeds extends Pick<MeasureOptions, 'now'> {
  /** Told how large a share is over, and what is measured. */
  progress?(share: number, what: string): void;
}

/** Measures limiters one after the other, each on a server that holds nothing yet, and works out what the demand takes. */
export async function runSizing(
  options: SizingOptions,
  subjects: readonly Subject[],
  server: Pick<Throwaway, 'connect' | 'kill' | 'startAgain' | 'server'>,
  { now, progress }: SizingNeeds,
): Promise<Sized[]> {
  const look = server.server.name === 'look-alike';
  const units = look ? mostUnits.look : subjects.length > 1 ? mostUnits.several : mostUnits.one;
  const measured: Measured[] = [];
  for (const [at, subject] of subjects.entries()) {
    const tell = (share: number) => progress?.((at + share) / subjects.length, subject.algorithm.name);
    tell(0);
    // What the one before has left would tell on the bytes of this one; where none are told it is not worth the time.
    if (at > 0 && !look) {
      await server.kill();
      await server.startAgain();
    }
    const { limit, overMs } = options;
    measured.push(
      await measure(server, subject, {
        limit,
        overMs: overMs / subjects.length,
        mostUnits: units,
        firstShip: at * mostShips,
        now,
        progress: tell,
      }),
    );
  }
  return size(measured, options);
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
