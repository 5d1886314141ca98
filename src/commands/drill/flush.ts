import type { Document } from '../../deps.ts';
import { drillAlgorithm } from '../../gateway/drill-fleet.ts';
import { runFlush, type Flush, type FlushOptions } from '../../gateway/drill-flush.ts';
import { flushView } from '../../view/drill-flush.ts';
import type { Context } from '../context.ts';
import { onThrowaway } from './on-throwaway.ts';
import { rounded, settleTraffic, type TrafficOptions } from './traffic-options.ts';

interface Options extends TrafficOptions {
  every?: number;
}

/** `hyperdrive drill flush`: a server that forgets its scripts in the middle of traffic, and what callers notice of it. */
export async function run(context: Context, options: Options): Promise<void> {
  const { every: everyMs = 100, for: overMs = 2_000 } = options;
  const traffic = settleTraffic(options, { perSecond: 300, overMs, phaseMs: overMs });
  const settled: FlushOptions = { ...traffic, everyMs };
  const { packageFile } = context.deps;
  const drilled = await onThrowaway(context, (server, progress) =>
    runFlush(settled, server, { packageFile, progress }),
  );
  const { outcome: flush, server, document } = drilled;
  context.result({ ...document, ...flushDocument(settled, flush) }, (style) =>
    flushView({ options: settled, server, flush }, style),
  );
}

function flushDocument({ gapMs, ...options }: FlushOptions, flush: Flush): Document {
  const { decisions, flushesMs, sentAgainMs, ...counted } = flush;
  return {
    drill: 'flush',
    algorithm: drillAlgorithm,
    ...options,
    rate: rounded(1_000 / gapMs),
    asked: decisions.length,
    ...counted,
    flushes: flushesMs.length,
    sentAgain: sentAgainMs.length,
  };
}
