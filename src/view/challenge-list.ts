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

const columns: readonly Column[] = [
  { head: 'challenge' },
  { head: 'title', shrinks: true, drop: 1 },
  { head: 'kind', drop: 2 },
  { head: 'mission', align: 'right', drop: 3 },
  { head: 'min', align: 'right', drop: 4 },
  { head: 'state' },
];

/** The challenges in the order of the missions. */
export function challengeListView(listed: readonly Listed[], style: Style): string {
  if (!listed.length) return 'There are no challenges here.';
  const rows = listed.map(({ challenge: { id, title, kind, mission, minutes }, state }) => [
    id,
    safeText(title),
    kind,
    mission === null ? '' : String(mission),
    String(minutes),
    stateText(state, style),
  ]);
  const passed = listed.filter(({ state }) => state === 'passed').length;
  return [
    fittedTable(columns, rows, style),
    indented(`${count(passed, 'challenge')} of ${listed.length} passed.`, style, ''),
    indented('`hyperdrive challenge start ID` begins one.', style, ''),
  ].join('\n');
}

/** A challenge in the menu. */
export function challengeLine({ challenge, state }: Listed, style: Style): string {
  const { chalk } = style;
  const { title, kind, minutes } = challenge;
  const facts = chalk.dim(`${kind}, ${minutes} min${state === 'started' ? ', started' : ''}`);
  return `${mark(state, style)} ${safeText(title)}  ${facts}`;
}

/** Title, kind, mission and length: what stands above a challenge. */
export function challengeTitle({ title, kind, mission, minutes }: Listed['challenge'], style: Style): string {
  const facts = [kind, ...(mission === null ? [] : [`mission ${mission}`]), `about ${minutes} min`];
  const sign = ` ${dot(style)} `;
  return indented(`**${title}**${sign}${facts.join(sign)}`, style, '');
}

function mark(state: State, style: Style): string {
  return state === 'passed' ? style.chalk.green(style.unicode ? '✓' : '+') : dot(style);
}

function stateText(state: State, { unicode }: Style): string {
  return state === 'passed' ? `${unicode ? '✓' : '+'} passed` : state === 'started' ? 'started' : 'open';
}
