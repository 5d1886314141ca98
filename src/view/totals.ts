import type { Drive } from '../limiter/decision.ts';
import type { BurstSummary } from '../traffic/burst.ts';
import { count, groups } from './format.ts';
import { limitText } from './limit.ts';
import { dot, type Style } from './style.ts';

/** The numbers of a limit; null where nobody told them. */
export type Limit = Omit<Drive, 'algorithm'> | null;

/** Over how many ways jumps were made. */
export interface Ways {
  clients: number;
  /** Where they went over HTTP: to how many gateways. */
  gateways?: number;
}

/** ` over 10 connections`, or ` to 3 gateways, 10 at a time`. */
export function waysText({ clients, gateways }: Ways, preposition = 'over'): string {
  if (gateways === undefined) return ` ${preposition} ${count(clients, 'connection')}`;
  return ` to ${count(gateways, 'gateway')}${clients > 1 ? `, ${groups(clients)} at a time` : ''}`;
}

/** How many were allowed and denied, and by which limit; `each` puts something behind a number. */
export function totalsText(
  { allowed, denied, errors = 0 }: BurstSummary,
  limit: Limit,
  style: Style,
  each: (jumps: number) => string = () => '',
): string {
  const { chalk } = style;
  const totals = [
    chalk.green(`${groups(allowed)} allowed`) + each(allowed),
    chalk.red(`${groups(denied)} denied`) + each(denied),
    ...(errors ? [chalk.yellow(count(errors, 'error'))] : []),
  ].join(', ');
  return limit ? `${totals} ${dot(style)} limit ${limitText(limit)}` : totals;
}
