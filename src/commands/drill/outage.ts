import type { Document } from '../../deps.ts';
import type { OnError } from '../../gateway/decider.ts';
import { drillAlgorithm } from '../../gateway/drill-fleet.ts';
import { runOutage, type Outage, type OutageOptions } from '../../gateway/drill-outage.ts';
import { outageView } from '../../view/drill-outage.ts';
import type { Context } from '../context.ts';
import { onThrowaway } from './on-throwaway.ts';
import { rounded, settleTraffic, type TrafficOptions } from './traffic-options.ts';

interface Options extends TrafficOptions {
  onError: OnError;
  deadline?: number;
  localShare?: number;
}

/** `hyperdrive drill outage`: a server that dies in the middle of traffic and comes back, and what gateways make of it. */
export async function run(context: Context, options: Options): Promise<void> {
  const { onError, deadline = 100, for: overMs = 3_000, localShare } = options;
  const traffic = settleTraffic(options, { perSecond: 60, overMs, phaseMs: overMs / 3 });
  const settled: OutageOptions = {
    ...traffic,
    onError,
    deadlineMs: deadline,
    localShare: localShare ?? 1 / traffic.gateways,
  };
  const { packageFile } = context.deps;
  const drilled = await onThrowaway(context, (server, progress) =>
    runOutage(settled, server, { packageFile, progress }),
  );
  const { outcome: outage, server, document } = drilled;
  context.result({ ...document, ...outageDocument(settled, outage) }, (style) =>
    outageView({ options: settled, server, outage }, style),
  );
}

function outageDocument(options: OutageOptions, outage: Outage): Document {
  const { onError, gateways, limit, periodMs, deadlineMs, localShare, gapMs } = options;
  const { phases, marks, memory, backAfterMs, allBackAfterMs, promised, trouble } = outage;
  const { before, away, back } = phases;
  const all = [before, away, back];
  const sum = (field: 'asked' | 'allowed' | 'denied' | 'failed' | 'lateDecisions') =>
    all.reduce((total, phase) => total + phase[field], 0);
  return {
    drill: 'outage',
    onError,
    algorithm: drillAlgorithm,
    limit,
    periodMs,
    gateways,
    rate: rounded(1_000 / gapMs),
    deadlineMs,
    ...(onError === 'local' && { localShare: rounded(localShare) }),
    asked: sum('asked'),
    allowed: sum('allowed'),
    denied: sum('denied'),
    failed: sum('failed'),
    promised,
    lateDecisions: sum('lateDecisions'),
    slowestMs: Math.max(...all.map(({ slowestMs }) => slowestMs)),
    before,
    away,
    back,
    backAfterMs,
    allBackAfterMs,
    leftBefore: memory?.leftBefore ?? null,
    leftAfter: memory?.leftAfter ?? null,
    stateLost: memory?.stateLost ?? null,
    trouble,
    elapsedMs: Math.round(marks.endMs),
  };
}
