import { UsageError } from '../../errors.ts';
import type { Rate } from '../../traffic/rate.ts';
import { count, duration } from '../../view/format.ts';

/** What every drill is asked with. */
export interface TrafficOptions {
  limit?: number;
  period?: number;
  gateways?: number;
  rate?: Rate;
  for?: number;
}

const mostRequests = 50_000;

/**
 * The traffic of a drill, whose shortest phase lasts `phaseMs`. Throws `UsageError` where that is too much for a terminal, or so
 * little that a gateway has nothing to decide.
 */
export function settleTraffic(
  { limit = 10, period = 60_000, gateways = 3, rate }: TrafficOptions,
  { perSecond, overMs, phaseMs }: { perSecond: number; overMs: number; phaseMs: number },
) {
  const gapMs = rate ? rate.perMs / rate.jumps : 1_000 / perSecond;
  if (overMs / gapMs > mostRequests) {
    throw new UsageError(
      `That would be more than ${count(mostRequests, 'request')}: lower --rate, or shorten --for.`,
    );
  }
  if (gapMs * gateways > phaseMs) {
    throw new UsageError(
      `At this rate not every gateway is asked within ${duration(Math.floor(phaseMs))}: raise --rate or --for, or lower --gateways.`,
    );
  }
  return { limit, periodMs: period, gateways, gapMs, overMs };
}

/** A figure without the noise of its division. */
export function rounded(figure: number): number {
  return Number(figure.toFixed(4));
}
