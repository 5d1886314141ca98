import type { HttpBurst } from './http-burst.ts';

/** What became of the jumps that one gateway was asked for. */
export interface Share {
  url: string;
  allowed: number;
  denied: number;
  /** Neither allowed nor denied. */
  errors: number;
  /** What was wrong with answers, each once, and with how many. */
  troubles: { what: string; jumps: number }[];
}

/** How long answers took, in ms. */
export interface Latency {
  p50: number;
  p99: number;
  max: number;
}

/** A burst by its gateways. */
export function sharesOf({ jumps, lost }: HttpBurst, urls: readonly URL[]): Share[] {
  const shares = urls.map(({ href }): Share => ({
    url: href,
    allowed: 0,
    denied: 0,
    errors: 0,
    troubles: [],
  }));
  for (const { gateway, allowed } of jumps) shares[gateway - 1]![allowed ? 'allowed' : 'denied']++;
  for (const { gateway } of lost) shares[gateway - 1]!.errors++;
  for (const { gateway, trouble } of [...jumps, ...lost]) {
    if (trouble === undefined) continue;
    const { troubles } = shares[gateway - 1]!;
    const known = troubles.find(({ what }) => what === trouble);
    if (known) known.jumps++;
    else troubles.push({ what: trouble, jumps: 1 });
  }
  return shares;
}

/** Null where nobody answered. */
export function latencyOf({ jumps }: HttpBurst): Latency | null {
  const sorted = jumps.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  if (!sorted.length) return null;
  const percentile = (percent: number) => sorted[Math.ceil((percent / 100) * sorted.length) - 1]!;
  return { p50: percentile(50), p99: percentile(99), max: sorted.at(-1)! };
}

/** How many jumps each decided, where the gateways say who did. */
export function decidedBy({ jumps }: HttpBurst): Record<string, number> {
  const found = new Map<string, number>();
  for (const { by } of jumps) if (by !== undefined) found.set(by, (found.get(by) ?? 0) + 1);
  return Object.fromEntries(found);
}
