import type { Connection } from '../engine/port.ts';
import { recordUsage, type RecordOptions, type UsageScripts } from './record.ts';
import { makeTally, type Tally, type TallyOptions } from './tally.ts';

type Options = Pick<TallyOptions, 'now'> & Partial<TallyOptions> & RecordOptions;

/** A tally whose sums are recorded at the server; `connection` is asked for with every flush, for connections break. */
export function makeUsageTally(
  connection: () => Connection | Promise<Connection>,
  scripts: UsageScripts,
  prefix: string,
  { flushEveryMs = 1_000, live = false, ...options }: Options,
): Tally {
  const send: TallyOptions['send'] = async (counts) =>
    recordUsage(await connection(), scripts, prefix, counts, { live });
  return makeTally({ send, flushEveryMs, ...options });
}
