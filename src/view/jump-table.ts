import { Chalk } from 'chalk';
import type { BurstJump, PacedJump } from '../traffic/burst.ts';
import { verdict } from './decision.ts';
import { fittedTable } from './fitted-table.ts';
import { duration } from './format.ts';
import type { Style } from './style.ts';

/** Up to so many jumps get a line each; more become a timeline. */
export const mostLines = 24;

/** A line a jump; when it came where it has an instant of its own, what it cost where the
 * costs differ, which of several limits it was up to, when it leaves where the limiter is a queue, which gateway was asked
 * where there are several, who jumped where several took turns. */
export function jumpTable(
  jumps: readonly (BurstJump & Partial<Pick<PacedJump, 'atMs' | 'cost'> & { gateway: number }>)[],
  style: Style,
): string {
  // Coloured after the layout: a table would count the colour codes as text.
  const plain = { ...style, chalk: new Chalk({ level: 0 }) };
  const isPaced = jumps.some(({ atMs }) => atMs !== undefined);
  const isQueue = jumps.some(({ delayMs }) => delayMs !== undefined);
  const which = jumps.some(({ deniedBy }) => deniedBy)
    ? 'denied by'
    : jumps.some(({ tier }) => tier)
      ? 'tier'
      : null;
  const several = jumps.some(({ gateway }) => gateway !== jumps[0]!.gateway);
  const turns = jumps.some(({ ship }) => ship);
  const differ = jumps.some(({ cost }) => cost !== jumps[0]!.cost);
  const table = fittedTable(
    [
      { head: 'jump', align: 'right', ...(isPaced && { drop: 2 }) },
      ...(isPaced ? [{ head: 'at', align: 'right' } as const] : []),
      ...(turns ? [{ head: 'ship', shrinks: true }] : []),
      ...(differ ? [{ head: 'cost', align: 'right' } as const] : []),
      ...(several ? [{ head: 'gateway', align: 'right', drop: 3 } as const] : []),
      { head: 'decision', shrinks: true },
      ...(which ? [{ head: which, shrinks: true }] : []),
      { head: 'left', align: 'right', drop: 1 },
      ...(isQueue ? [{ head: 'leaves in', align: 'right' } as const] : []),
      { head: 'retry in', align: 'right' },
    ],
    jumps.map((one) => [
      String(one.jump),
      ...(isPaced ? [duration(one.atMs ?? 0)] : []),
      ...(turns ? [one.ship ?? ''] : []),
      ...(differ ? [String(one.cost)] : []),
      ...(several ? [String(one.gateway)] : []),
      verdict(one.allowed, plain),
      ...(which ? [one.deniedBy ?? one.tier ?? ''] : []),
      String(one.remaining ?? '?'),
      ...(isQueue ? [one.allowed ? duration(one.delayMs ?? 0) : ''] : []),
      wait(one),
    ]),
    style,
  );
  return [true, false].reduce(
    (text, allowed) => text.replaceAll(verdict(allowed, plain), verdict(allowed, style)),
    table,
  );
}

function wait({ allowed, retryAfterMs }: BurstJump): string {
  if (allowed) return '';
  return retryAfterMs === null ? '?' : retryAfterMs < 0 ? 'never' : duration(retryAfterMs);
}
