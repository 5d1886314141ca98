import type { Latency, Share } from '../gateway/shares.ts';
import { escapeText } from './escape.ts';
import { fittedTable, type Cell } from './fitted-table.ts';
import { count, duration, groups, inWords } from './format.ts';
import type { Style } from './style.ts';
import type { Limit } from './totals.ts';
import { wrapWords } from './wrap.ts';

/** What is to be said of the gateways of a burst. */
export interface Gateways {
  shares: readonly Share[];
  /** Null where none answered. */
  latency: Latency | null;
  /** How many jumps each decided, where that was told. */
  by: Readonly<Record<string, number>>;
  drive: Limit;
  /** The most that was admitted in any period of the limit. */
  mostInAPeriod: number;
  /** How long the jumps took to arrive; 0 where all came at once. */
  overMs: number;
}

/** A line a gateway, what all of them together let through, how long answers took, and what went wrong. */
export function gatewaysView(gateways: Gateways, style: Style): string {
  const { shares, latency, by, drive } = gateways;
  const wrap = (line: string) => wrapWords(line, style.width);
  return [
    table(shares, style),
    ...(drive && gateways.mostInAPeriod > drive.limit ? [wrap(above(gateways, drive))] : []),
    ...(latency ? [wrap(took(latency))] : []),
    ...Object.entries(by).map(([who, jumps]) => wrap(`Decided by ${escapeText(who)}: ${groups(jumps)}.`)),
    ...shares.flatMap(({ url, troubles }) =>
      troubles.map(({ what, jumps }) =>
        style.chalk.yellow(wrap(`${escapeText(url)}: ${escapeText(what)} (${count(jumps, 'jump')}).`)),
      ),
    ),
  ].join('\n');
}

function table(shares: readonly Share[], style: Style): string {
  const fails = shares.some(({ errors }) => errors > 0);
  return fittedTable(
    [
      { head: '', align: 'right' },
      { head: 'gateway', shrinks: true },
      { head: 'allowed', align: 'right' },
      { head: 'denied', align: 'right' },
      ...(fails ? [{ head: 'errors', align: 'right' } as const] : []),
    ],
    shares.map(({ url, allowed, denied, errors }, i) => [
      String(i + 1),
      addressCell(url),
      groups(allowed),
      groups(denied),
      ...(fails ? [groups(errors)] : []),
    ]),
    style,
  );
}

/** Host and port, and the path where it is not everybody's; of a cut address the port stays, by which gateways differ. */
function addressCell(url: string): Cell {
  const address = escapeText(url.replace(/^https?:\/\//, '').replace(/\/api\/resource$/, ''));
  const [, text, tail] = /^(.*)(:\d+)$/.exec(address) ?? [];
  return text === undefined || tail === undefined ? address : { text, tail };
}

function above(
  { mostInAPeriod, overMs }: Gateways,
  { limit, periodMs, capacity = limit }: NonNullable<Limit>,
): string {
  const times = Number((mostInAPeriod / limit).toPrecision(2));
  const told = `${groups(mostInAPeriod)} were allowed within ${duration(periodMs)}: ${times} times the limit of ${groups(limit)}.`;
  const refilled = Math.floor((limit * Math.min(overMs, periodMs)) / periodMs);
  // Gateways do not tell their algorithm.
  return mostInAPeriod > capacity + refilled
    ? told
    : `${told} From a bucket that was full that is right: ${groups(capacity)} at once, and what refills meanwhile.`;
}

function took({ p50, p99, max }: Latency): string {
  const figures = [
    `${milliseconds(p50)} (p50)`,
    `${milliseconds(p99)} (p99)`,
    `${milliseconds(max)} at most`,
  ];
  return `Answers took ${inWords(figures)}.`;
}

/** Two digits are as much as a busy machine tells. */
function milliseconds(ms: number): string {
  return duration(ms < 100 ? Number(ms.toPrecision(2)) : Math.round(ms));
}
