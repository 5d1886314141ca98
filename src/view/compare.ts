import type { Drive } from '../limiter/decision.ts';
import type { Course, Standing } from '../traffic/compare.ts';
import type { Arrival } from '../traffic/arrivals.ts';
import { focusOf, rows, shortName, strip } from './compare-trace.ts';
import { fittedTable, type Column } from './fitted-table.ts';
import { bytes, count, duration, groups } from './format.ts';
import { dot, type Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** What was compared, and how it went; the first course and standing are the reference's. */
export interface Comparison {
  drive: Omit<Drive, 'algorithm'>;
  jumps: readonly Arrival[];
  courses: readonly Course[];
  standings: readonly Standing[];
  /** How the jumps came, a fact each: `poisson`, `seed 7`. */
  traffic: readonly string[];
}

/** So many jumps are all shown; of more there is a strip of marks, and some rows. */
const fewJumps = 9;

/** The traffic, how each algorithm did, in a sentence what set them apart, and the jumps where it shows. */
export function compareView(comparison: Comparison, style: Style): string {
  const { drive, jumps, traffic } = comparison;
  const capacity = drive.capacity === undefined ? '' : `, capacity ${groups(drive.capacity)}`;
  const limit = `limit ${groups(drive.limit)} per ${duration(drive.periodMs)}${capacity}`;
  const facts = [count(jumps.length, 'jump'), ...traffic, limit];
  const focus = focusOf(comparison);
  return [
    wrapWords(facts.join(` ${dot(style)} `), style.width),
    totals(comparison, style),
    ...sentences(comparison).map((line) => wrapWords(line, style.width)),
    ...(jumps.length > fewJumps ? ['', strip(comparison, focus, style)] : []),
    '',
    rows(comparison, focus, fewJumps, style),
  ].join('\n');
}

function totals({ drive, standings }: Comparison, style: Style): string {
  const sizes = standings.some(({ memoryBytes }) => memoryBytes !== null);
  const columns: Column[] = [
    { head: 'algorithm', shrinks: true },
    { head: 'allowed', align: 'right' },
    { head: 'denied', align: 'right', drop: 1 },
    { head: `most in ${duration(drive.periodMs)}`, align: 'right' },
    { head: 'differ', align: 'right', drop: 3 },
    ...(sizes ? [{ head: 'bytes', align: 'right', drop: 2 } as const] : []),
  ];
  return fittedTable(
    columns,
    standings.map(({ name, allowed, denied, mostInAPeriod, differ, memoryBytes }, i) => [
      shortName(name),
      groups(allowed),
      groups(denied),
      groups(mostInAPeriod),
      i === 0 ? '' : groups(differ),
      ...(sizes ? [memoryBytes === null ? '' : groups(memoryBytes)] : []),
    ]),
    style,
  );
}

/** What set each algorithm apart from the reference, and which went above the limit. */
function sentences({ drive, jumps, standings }: Comparison): string[] {
  const [reference, ...others] = standings;
  const against = others.map((one) => {
    if (one.differ > 0) {
      const share = `${groups(one.differ)} of ${count(jumps.length, 'jump')} (${percent(one.differShare)})`;
      const how = [
        ...(one.admittedMore ? [`admitted ${groups(one.admittedMore)} that it denied`] : []),
        ...(one.deniedMore ? [`denied ${groups(one.deniedMore)} that it admitted`] : []),
      ];
      return `${one.name} decided ${share} otherwise than ${reference!.name}: it ${how.join(', and ')}.`;
    }
    const whole = one.identical === jumps.length ? ', and in every number of every answer' : '';
    return `${one.name} and ${reference!.name} agreed on all ${count(jumps.length, 'jump')}${whole}.`;
  });
  const above = standings
    .filter(({ mostInAPeriod }) => mostInAPeriod > drive.limit)
    .map(
      ({ name, mostInAPeriod }) =>
        `${name} let ${groups(mostInAPeriod)} into ${duration(drive.periodMs)} once, ${groups(mostInAPeriod - drive.limit)} above the limit.`,
    );
  return [...against, ...above];
}

function percent(share: number): string {
  return share < 0.001 ? 'below 0.1 %' : `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`;
}
