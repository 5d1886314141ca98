import type { Challenge } from '../challenge/challenge.ts';
import type { State } from '../challenge/learner/standing.ts';
import { fittedTable, type Column } from './fitted-table.ts';
import { count } from './format.ts';
import { indented } from './hanging.ts';
import { safeText } from './inline.ts';
import { dot, type Style } from './style.ts';

/** A challenge, and how far somebody is in it. */
export interface Listed {
  challenge: Pick<Challenge, 'id' | 'title' | 'kind' | 'mission' | 'minutes'>;
  state: State;
}

/** Below this marks stand for words, and what a challenge is about stays for its brief. */
const roomForWords = 60;
/** Below this titles would be cut short for what most ids say as well. */
const roomForKinds = 96;

/** The challenges in the order of the missions. An id is never cut: it is there to be typed. */
export function challengeListView(listed: readonly Listed[], style: Style): string {
  if (!listed.length) return 'There are no challenges here.';
  const passed = listed.filter(({ state }) => state === 'passed').length;
  const key = `${mark('passed', style)} passed ${dot(style)} ${mark('started', style)} started`;
  return [
    style.width < roomForWords ? narrowTable(listed, style) : table(listed, style),
    ...(style.width < roomForWords ? [key] : []),
    indented(`${passed} of ${count(listed.length, 'challenge')} passed.`, style, ''),
    indented('`hyperdrive challenge start ID` begins one.', style, ''),
  ].join('\n');
}

function table(listed: readonly Listed[], style: Style): string {
  const kinds = style.width >= roomForKinds;
  const columns: Column[] = [
    { head: 'challenge' },
    { head: 'title', shrinks: true },
    ...(kinds ? [{ head: 'kind' }] : []),
    { head: 'mission', align: 'right' },
    { head: 'min', align: 'right' },
    { head: 'state' },
  ];
  const rows = listed.map(({ challenge: { id, title, kind, mission, minutes }, state }) => [
    id,
    safeText(title),
    ...(kinds ? [kind] : []),
    mission === null ? '' : String(mission),
    String(minutes),
    state === 'passed' ? `${mark(state, style)} passed` : state,
  ]);
  return fittedTable(columns, rows, style);
}

function narrowTable(listed: readonly Listed[], style: Style): string {
  const columns: Column[] = [{ head: '' }, { head: 'challenge' }, { head: 'min', align: 'right', drop: 1 }];
  const rows = listed.map(({ challenge: { id, minutes }, state }) => [
    mark(state, style),
    id,
    String(minutes),
  ]);
  return fittedTable(columns, rows, style);
}

/** A challenge in the menu. */
export function challengeLine({ challenge, state }: Listed, style: Style): string {
  const { chalk } = style;
  const sign = mark(state, style);
  const { title, kind, minutes } = challenge;
  const facts = chalk.dim(`${kind}, ${minutes} min${state === 'open' ? '' : `, ${state}`}`);
  return `${state === 'passed' ? chalk.green(sign) : sign} ${safeText(title)}  ${facts}`;
}

/** Title, kind, mission and length: what stands above a challenge. */
export function challengeTitle({ title, kind, mission, minutes }: Listed['challenge'], style: Style): string {
  const facts = [kind, ...(mission === null ? [] : [`mission ${mission}`]), `about ${minutes} min`];
  const sign = ` ${dot(style)} `;
  return indented(`**${title}**${sign}${facts.join(sign)}`, style, '');
}

function mark(state: State, { unicode }: Style): string {
  if (state === 'passed') return unicode ? '✓' : '+';
  return state === 'started' ? '*' : ' ';
}
