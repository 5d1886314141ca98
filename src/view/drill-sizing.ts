import type { Assumptions } from '../traffic/sizing.ts';
import type { Sized, Sizing, SizingOptions } from '../traffic/sizing-run.ts';
import { shortName } from './compare-trace.ts';
import type { DrillServer } from './drill-heading.ts';
import { workedOut } from './drill-sizing-sums.ts';
import { fittedTable, type Cell, type Column } from './fitted-table.ts';
import { bytes, count, groups } from './format.ts';
import { limitText } from './limit.ts';
import { dot, type Style } from './style.ts';
import { engineName } from './verdict-parts.ts';
import { wrapWords } from './wrap.ts';

/** What limiters take, and what was asked of them. */
export interface SizingView {
  options: SizingOptions;
  server: DrillServer;
  keyBytes: number;
  /** Of every ship's limit. */
  periodMs: number;
  assumptions: Assumptions;
  sizing: Sizing;
}

/** What was measured of each limiter, and for one of them every sum behind it. */
export function sizingView(view: SizingView, style: Style): string {
  const { options, server, sizing } = view;
  const { sized } = sizing;
  const { ships, perSecond, limit } = options;
  const say = (line: string) => wrapWords(line, style.width);
  const facts = [
    `${style.chalk.bold('sizing')} ${dot(style)} ${count(ships, 'ship')}`,
    `${groups(Math.round(perSecond))} decisions a second`,
    `${limitText({ limit, periodMs: view.periodMs })} each, used up`,
  ];
  const measured = `measured on a throwaway server (${engineName({ engine: server })})`;
  const on = `${count(sizing.ships, 'ship')}${sized.length > 1 ? ' each' : ''}, keys of ${view.keyBytes} bytes`;
  return [
    say(facts.join(` ${dot(style)} `)),
    style.chalk.dim(say(`${measured} ${dot(style)} ${on}`)),
    table(view, style),
    ...notes(view, style).map(say),
    '',
    ...workedOut({ ...view, one: exampleOf(sized), several: sized.length > 1 }, style),
  ].join('\n');
}

/** The one whose sums are shown: where there are several, the one that takes the least. */
function exampleOf(sized: readonly Sized[]): Sized {
  return (
    sized.find(({ bytesRatio }) => bytesRatio === 1) ?? sized.find(({ speedRatio }) => speedRatio === 1)!
  );
}

function table({ options, sizing: { sized } }: SizingView, style: Style): string {
  const several = sized.length > 1;
  const known = sized.some(({ bytesPerShip }) => bytesPerShip !== null);
  const timed = sized.some(({ admitted }) => admitted.cpuMicros !== null);
  const micros = style.unicode ? 'µs' : 'us';
  const right = (head: string, drop?: number): Column => ({
    head,
    align: 'right',
    ...(drop !== undefined && { drop }),
  });
  const columns: [Column, (one: Sized) => Cell, shown: boolean][] = [
    [{ head: 'algorithm' }, ({ name }) => shortName(name), true],
    [right('bytes'), ({ bytesPerShip }) => groups(bytesPerShip ?? 0), known],
    [right('ratio', 2), ({ bytesRatio }) => (bytesRatio ?? 0).toFixed(2), known && several],
    [right(`all ${short(options.ships)}`, 4), ({ plan }) => bytes(plan.dataBytes ?? 0), known],
    [
      right(several ? micros : `admit ${micros}`, 1),
      ({ admitted, denied }) =>
        Math.max(admitted.cpuMicros ?? 0, several ? (denied.cpuMicros ?? 0) : 0).toFixed(1),
      timed,
    ],
    [right(`deny ${micros}`, 1), ({ denied }) => (denied.cpuMicros ?? 0).toFixed(1), timed && !several],
    [right('per second', 3), ({ nodePerSecond }) => groups(nodePerSecond), !several || !timed],
    [right('speed', 5), ({ speedRatio }) => speedRatio.toFixed(2), several],
    [right('nodes', 3), ({ plan }) => groups(plan.nodes), true],
  ];
  const shown = columns.filter(([, , shows]) => shows);
  return fittedTable(
    shown.map(([column]) => column),
    sized.map((one) => shown.map(([, cell]) => cell(one))),
    style,
  );
}

/** What the heads of the columns leave out. */
function notes({ sizing: { sized } }: SizingView, { unicode }: Style): string[] {
  const several = sized.length > 1;
  const known = sized.some(({ bytesPerShip }) => bytesPerShip !== null);
  const timed = sized.some(({ admitted }) => admitted.cpuMicros !== null);
  const came = sized.flatMap(({ admitted, denied }) => [admitted.perSecond, denied.perSecond]);
  const [least, most] = [Math.min(...came), Math.max(...came)].map(groups);
  const fullest = sized.reduce((best, one) => ((one.bytesRatio ?? 0) > (best.bytesRatio ?? 0) ? one : best));
  const through = `over a few connections ${least} to ${most} a second came through.`;
  const speed = several
    ? `speed: decisions of one busy core, beside the fastest; ${unicode ? 'µs' : 'us'}: what one takes, admitted or denied, whichever is more. That is where many ask at once; asked one by one, each takes up to half more. Here ${through}`
    : `A core that is busy all the time would decide ${groups(sized[0]!.nodePerSecond)} a second, where many ask at once; asked one by one, each takes up to half more. Here ${through}`;
  return [
    ...(known || timed
      ? []
      : [
          'The look-alike tells neither its bytes nor its time, and is slower than a real server: install valkey-server to size one.',
        ]),
    [
      ...(known && several ? ['ratio: its bytes, beside those of the least'] : []),
      'nodes: primaries and replicas, worked out below.',
    ].join('; '),
    timed ? speed : 'per second: what came through from here, admitted or denied, whichever was less.',
    ...((fullest.bytesRatio ?? 0) >= 2
      ? [
          `${fullest.name} takes ${fullest.bytesRatio!.toFixed(1)} times the bytes of ${exampleOf(sized).name}.`,
        ]
      : []),
  ];
}

/** `10m`, `2.5m`, `50k`: as it is typed. */
function short(amount: number): string {
  for (const [unit, size] of [
    ['m', 1_000_000],
    ['k', 1_000],
  ] as const) {
    const shorter = amount / size;
    if (shorter >= 1 && Number.isInteger(shorter * 10)) return `${groups(shorter)}${unit}`;
  }
  return groups(amount);
}
