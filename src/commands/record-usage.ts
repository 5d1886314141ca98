import { ReplyError } from '../engine/port.ts';
import { HyperdriveError } from '../errors.ts';
import type { PacedOptions } from '../traffic/burst.ts';
import type { WarpedOptions } from '../traffic/warped.ts';
import { minuteMs } from '../usage/keys.ts';
import { recordUsage, usageScripts, type ShipCount } from '../usage/record.ts';
import { makeUsageTally } from '../usage/usage-tally.ts';
import { count } from '../view/format.ts';
import type { Context, Session } from './context.ts';

/** What `--record` writes down of one ship's jumps. Looks are none. */
export interface Recorder {
  /** Records jumps that have just been made. */
  add(jumps: readonly Jump[]): Promise<void>;
  /** For a warped burst. */
  warped: Required<Pick<WarpedOptions, 'told'>>;
  /** For a burst that takes its time: adds up for a second, as a gateway does. */
  paced: Required<Pick<PacedOptions, 'decided'>>;
  /** What is still to be sent is; answers with how many jumps were recorded. */
  close(): Promise<number>;
}

interface Jump {
  /** Where it is not the one ship's. */
  ship?: string | undefined;
  allowed: boolean;
  cost: number;
}

/** Added up for each ship. */
function byShip(jumps: readonly Jump[], ship: string): ShipCount[] {
  const counts = new Map<string, ShipCount>();
  for (const jump of jumps) {
    const name = jump.ship ?? ship;
    const before = counts.get(name) ?? { ship: name, allowed: 0, denied: 0 };
    const what = jump.allowed ? 'allowed' : 'denied';
    counts.set(name, { ...before, [what]: before[what] + 1 });
  }
  return [...counts.values()];
}

/** Null where nobody asked for it: then nothing is written that a lesson about keys could stumble over. */
export function makeRecorder(
  { deps, notice }: Context,
  { engine, prefix }: Pick<Session, 'engine' | 'prefix'>,
  ship: string,
  wanted: boolean | undefined,
): Recorder | null {
  if (!wanted) return null;
  const scripts = usageScripts(deps.packageFile);
  const tally = makeUsageTally(() => engine, scripts, prefix, { now: deps.now });
  let recorded = 0;

  const add = async (jumps: readonly Jump[]): Promise<void> => {
    const counted = jumps.filter(({ cost }) => cost !== 0);
    if (!counted.length) return;
    try {
      await recordUsage(engine, scripts, prefix, byShip(counted, ship));
      recorded += counted.length;
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      throw new HyperdriveError(`The jumps were made, but not recorded: ${error.message}`, { cause: error });
    }
  };

  return {
    add,
    warped: { told: { everyMs: minuteMs, of: add } },
    paced: {
      decided({ allowed }, cost) {
        if (cost === 0) return;
        recorded++;
        tally.add(ship, allowed);
      },
    },
    async close() {
      await tally.close();
      const lost = tally.lost();
      if (lost) notice(`${count(lost.jumps, 'jump')} not recorded: ${lost.trouble}`);
      return recorded - (lost?.jumps ?? 0);
    },
  };
}
