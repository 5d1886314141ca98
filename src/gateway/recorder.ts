import type { Connection } from '../engine/port.ts';
import { NoEngineError } from '../errors.ts';
import { recordUsage, usageScripts } from '../usage/record.ts';
import { makeTally, type Lost } from '../usage/tally.ts';
import { within } from './deadline.ts';
import type { Verdict } from './decider.ts';
import { makeLink } from './link.ts';
import { makeRecordedCallers } from './recorded-callers.ts';
import type { Scheduler } from './scheduler.ts';

export interface RecorderNeeds {
  /** Opens a connection of the recorder's own: decisions do not queue behind what it sends. */
  open(): Promise<Connection>;
  packageFile(path: string): string;
  /** The prefix of the gateways' keys. */
  prefix: string;
  /** Only how far it moves matters, ms. */
  now(): number;
  scheduler: Scheduler;
}

/**
 * Counts, for each caller and minute, what was allowed and denied; in the engine, for `hyperdrive report --gateway`. Beyond a
 * number of callers, for the others together.
 */
export interface Recorder {
  /** Never waits and never throws. */
  add(caller: string, verdict: Verdict): void;
  /** Sends what has been counted. Never rejects, and takes no longer than two attempts may. */
  settle(): Promise<void>;
  /** What could not be sent, and was not kept; null where all was. */
  lost(): Lost | null;
  /** The same as `settle`; what comes then is not counted. */
  close(): Promise<void>;
}

const flushEveryMs = 1_000;
/** An engine that takes longer is given up, and so are these counts: nothing may heap up in front of it. */
const sendWithinMs = 1_000;

export function makeRecorder({ open, packageFile, prefix, now, scheduler }: RecorderNeeds): Recorder {
  const scripts = usageScripts(packageFile);
  const link = makeLink({
    open,
    scripts: [scripts.record, scripts.top],
    scheduler,
    opened: () => {},
    broken: () => {},
  });

  const recordedAs = makeRecordedCallers({ now });
  const tally = makeTally({
    flushEveryMs,
    now,
    async send(counts) {
      const record = async () => {
        const connection = await link.connection();
        try {
          await recordUsage(connection, scripts, prefix, counts, { live: true });
        } catch (error) {
          if (error instanceof NoEngineError) link.lost(connection);
          throw error;
        }
      };
      try {
        await within(sendWithinMs, record(), scheduler);
      } catch (error) {
        // It may be dead without a word; the next counts try a new one.
        link.drop();
        throw error;
      }
    },
  });

  let callOff = () => {};
  const tickAgain = (): void => {
    callOff = scheduler.after(flushEveryMs, () => {
      tally.tick();
      tickAgain();
    });
  };
  tickAgain();

  return {
    add(caller, { allowed, by }) {
      // Where nobody decided nothing was denied.
      if (by !== 'closed') tally.add(recordedAs(caller), allowed);
    },
    settle: () => tally.flush(),
    lost: () => tally.lost(),
    async close() {
      callOff();
      await tally.close();
      link.close();
    },
  };
}
