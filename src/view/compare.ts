import type { Drive } from '../limiter/decision.ts';
import type { Course, Standing } from '../traffic/compare.ts';
import type { Arrival } from '../traffic/arrivals.ts';
import { focusOf, rows, shortName, strip } from './compare-trace.ts';
import { fittedTable, type Column } from './fitted-table.ts';
import { count, duration, groups, inWords } from './format.ts';
import { limitText } from './limit.ts';
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

/** So many jumps are all shown; of more there is a strip of marks, and of two algorithms some rows. */
const fewJumps = 9;
/** More of them make the rows narrow and the whole longer than a screen: there the strip has to do. */
const fewCourses = 2;

/** The traffic, how each algorithm did, in a sentence what set them apart, and the jumps where it shows. */
export function compareView(comparison: Comparison, style: Style): string {
  const { drive, jumps, courses, traffic } = comparison;
  const facts = [count(jumps.length, 'jump'), ...traffic, `limit ${limitText(drive)}`];
  const focus = focusOf(comparison);
  const few = jumps.length <= fewJumps;
  return [
    wrapWords(facts.join(` ${dot(style)} `), style.width),
    totals(comparison, style),
    ...sentences(comparison).map((line) => wrapWords(line, style.width)),
    ...(few ? [] : ['', strip(comparison, focus, style)]),
    ...(few || courses.length <= fewCourses ? ['', rows(comparison, focus, fewJumps, style)] : []),
  ].join('\n');
}

function totals({ drive, standings }: Comparison, style: Style): string {
  const sizes = standings.some(({ memoryBytes }) => memoryBytes !== null);
  const columns: Column[] = [
    { head: 'algorithm' },
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

/** What set each algorithm apart from the reference, and which went above the limit; who did alike shares a sentence. */
function sentences({ drive, jumps, standings }: Comparison): string[] {
  const [reference, ...others] = standings;
  const all = count(jumps.length, 'jump');
  const against = alike(
    others,
    (one) => `${one.admittedMore} ${one.deniedMore} ${one.differ === 0 && one.identical === jumps.length}`,
  ).map((group) => {
    const { differ, differShare, admittedMore, deniedMore, identical } = group[0]!;
    if (differ === 0) {
      const whole = identical === jumps.length ? ', and in every number of every answer' : '';
      return `${names([reference!, ...group])} agreed on ${jumps.length === 1 ? 'the one jump' : `all ${all}`}${whole}.`;
    }
    const how = [
      ...(admittedMore ? [`admitted ${groups(admittedMore)} that it denied`] : []),
      ...(deniedMore ? [`denied ${groups(deniedMore)} that it admitted`] : []),
    ];
    const each = group.length > 1 ? ' each' : '';
    return `${names(group)}${each} decided ${groups(differ)} of ${all} (${percent(differShare)}) differently from ${reference!.name}: ${how.join(', ')}.`;
  });
  const above = standings.filter(({ mostInAPeriod }) => mostInAPeriod > drive.limit);
  return [...against, ...peaks(above, drive)];
}

/** Whose fullest period held more than the limit, in a sentence. */
function peaks(above: readonly Standing[], { limit, periodMs }: Comparison['drive']): string[] {
  const [one, ...more] = alike(above, ({ mostInAPeriod }) => String(mostInAPeriod));
  if (one === undefined) return [];
  if (more.length) {
    const all = inWords(above.map(({ name, mostInAPeriod }) => `${name} (${groups(mostInAPeriod)})`));
    return [`Above the limit of ${groups(limit)} in their fullest ${duration(periodMs)}: ${all}.`];
  }
  const most = one[0]!.mostInAPeriod;
  const over = `${groups(most - limit)} above the limit of ${groups(limit)}`;
  return [`The fullest ${duration(periodMs)} of ${names(one)} held ${groups(most)}: ${over}.`];
}

/** The standings that have the same key, together. */
function alike(standings: readonly Standing[], keyOf: (one: Standing) => string): Standing[][] {
  const found = new Map<string, Standing[]>();
  for (const one of standings) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found.values()];
}

function names(standings: readonly Standing[]): string {
  return inWords(standings.map(({ name }) => name));
}

function percent(share: number): string {
  return share < 0.001 ? 'below 0.1 %' : `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`;
}
