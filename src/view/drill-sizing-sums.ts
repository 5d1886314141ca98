import type { Assumptions } from '../traffic/sizing.ts';
import type { Sized, SizingOptions } from '../traffic/sizing-run.ts';
import { bytes, count, groups } from './format.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

interface Sums {
  options: SizingOptions;
  assumptions: Assumptions;
  one: Sized;
  /** Whether it is one of several, and must be told apart. */
  several: boolean;
}

/** Columns that the longest label takes, and a gap. */
const labels = 9;

/** Every sum from what was measured to how many nodes it takes, so that it can be done again by hand. */
export function workedOut(sums: Sums, style: Style): string[] {
  const { one, several, assumptions } = sums;
  const { cpuShare, nodeBytes, memoryShare, replicas } = assumptions;
  const taken = [
    `a core is busy ${percent(cpuShare)} of the time`,
    `a node has ${bytes(nodeBytes)}`,
    `data fills ${percent(memoryShare)} of it, so that there is room for a copy`,
    `each primary has ${count(replicas, 'replica')}`,
  ];
  return [
    style.chalk.bold(several ? `Worked out for ${one.name}:` : 'Worked out:'),
    ...[
      ...memoryRows(sums, style),
      ['rate', rateSum(sums, style)],
      ['nodes', nodesSum(sums, style)],
      ['assumed', `${taken.join('; ')}.`],
    ].map(([label, text]) => beside(label!, text!, style)),
  ];
}

function memoryRows({ options, assumptions, one: { bytesPerShip, plan } }: Sums, style: Style): string[][] {
  if (bytesPerShip === null || plan.dataBytes === null || plan.memoryBytes === null) return [];
  const { times, over } = signs(style);
  const { replicas, memoryShare } = assumptions;
  return [
    [
      'data',
      `${groups(options.ships)} ships ${times} ${groups(bytesPerShip)} bytes = ${inBytes(plan.dataBytes)}`,
    ],
    [
      'memory',
      `that ${times} ${count(1 + replicas, 'copy', 'copies')} ${over} ${percent(memoryShare)} = ${inBytes(plan.memoryBytes)} in all`,
    ],
  ];
}

function rateSum(
  { assumptions, one: { nodePerSecond, plan, admitted, denied } }: Sums,
  style: Style,
): string {
  const { times, over, micros } = signs(style);
  const usable = `${times} ${percent(assumptions.cpuShare)} = ${groups(plan.usablePerSecond)} a second from a node`;
  if (admitted.cpuMicros === null || denied.cpuMicros === null) return `${groups(nodePerSecond)} ${usable}`;
  const dearer = Math.max(admitted.cpuMicros, denied.cpuMicros);
  const kind = admitted.cpuMicros > denied.cpuMicros ? 'an admission' : 'a denial';
  return `1,000,000 ${micros} ${over} ${dearer.toFixed(1)} ${micros} for ${kind} = ${groups(nodePerSecond)}; ${usable}`;
}

function nodesSum({ options, assumptions, one: { plan } }: Sums, style: Style): string {
  const { over } = signs(style);
  const { nodeBytes, memoryShare, leastPrimaries, replicas } = assumptions;
  const forRate = `${groups(Math.round(options.perSecond))} ${over} ${groups(plan.usablePerSecond)} takes ${groups(plan.primariesForRate)}`;
  const forMemory =
    plan.dataBytes === null
      ? 'what the data takes is not known'
      : `${bytes(plan.dataBytes)} ${over} ${bytes(nodeBytes * memoryShare)} takes ${groups(plan.primariesForMemory!)}`;
  const least =
    plan.primaries > Math.max(plan.primariesForRate, plan.primariesForMemory ?? 1)
      ? `; a cluster has ${groups(leastPrimaries)} or more`
      : '';
  return `${forRate}, ${forMemory}${least}: ${count(plan.primaries, 'primary', 'primaries')} and ${count(plan.primaries * replicas, 'replica')}`;
}

/** Exactly, for whoever calculates, and as it is read. */
function inBytes(amount: number): string {
  return amount < 1_024 ? bytes(amount) : `${groups(amount)} bytes, or ${bytes(amount)}`;
}

/** A text behind its label, in a column of its own. */
function beside(label: string, text: string, { chalk, width }: Style): string {
  const [first, ...others] = wrapWords(text, width - labels, '').split('\n');
  return [chalk.cyan(label.padEnd(labels)) + first, ...others.map((line) => ' '.repeat(labels) + line)].join(
    '\n',
  );
}

function signs({ unicode }: Style) {
  return unicode ? { times: '×', over: '÷', micros: 'µs' } : { times: 'x', over: '/', micros: 'us' };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
