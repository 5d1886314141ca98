import type { Challenge } from '../challenge/challenge.ts';
import type { State } from '../challenge/learner/standing.ts';
import { fittedTable, type Column } from './fitted-table.ts';
import { count } from './format.ts';
import { indented } from './hanging.ts';
import { safeText } from './inline.ts';
import { dot, type Style } from './style.ts';
import { displayWidth, ellipsis, fit } from './width.ts';

/** A challenge, and how far somebody is in it. */
export interface Listed {
  challenge: Pick<Challenge, 'id' | 'title' | 'kind' | 'mission' | 'minutes'>;
  state: State;
}

/** Below this the brief tells what a challenge is about, and its id. */
const roomForTitles = 60;
/** Below this a mark stands for a word, so that titles stay whole for longer. */
const roomForWords = 96;

/** The challenges in the order of the missions. An id is never cut: it is there to be typed. */
export function challengeListView(listed: readonly Listed[], style: Style): string {
  if (!listed.length) return 'There are no challenges here.';
  const passed = listed.filter(({ state }) => state === 'passed').length;
  const key = `${mark('passed', style)} passed ${dot(style)} ${mark('started', style)} started`;
  return [
    table(listed, style),
    ...(style.width < roomForWords ? [key] : []),
    indented(`${passed} of ${count(listed.length, 'challenge')} passed.`, style, ''),
    indented('`hyperdrive challenge start ID` begins one.', style, ''),
  ].join('\n');
}

function table(listed: readonly Listed[], style: Style): string {
  const titles = style.width >= roomForTitles;
  const words = style.width >= roomForWords;
  const columns: Cells[] = [
    { head: '', cell: ({ state }) => mark(state, style) },
    { head: 'challenge', cell: ({ challenge }) => challenge.id },
    ...when(titles, { head: 'title', shrinks: true, cell: ({ challenge }) => safeText(challenge.title) }),
    ...when(words, { head: 'kind', cell: ({ challenge }) => challenge.kind }),
    ...when(titles, {
      head: 'mission',
      align: 'right',
      cell: ({ challenge }) => String(challenge.mission ?? ''),
    }),
    { head: 'min', align: 'right', drop: 1, cell: ({ challenge }) => String(challenge.minutes) },
    ...when(words, { head: 'state', cell: ({ state }) => state }),
  ];
  const rows = listed.map((one) => columns.map(({ cell }) => cell(one)));
  return fittedTable(columns, rows, style);
}

type Cells = Column & { cell(listed: Listed): string };

function when(is: boolean, column: Cells): Cells[] {
  return is ? [column] : [];
}

/** Before a line of the menu stands what marks the chosen one; behind it, the last column. */
const menuMargin = 3;

/** A challenge in the menu: a line, as far as there is room. */
export function challengeLine({ challenge, state }: Listed, style: Style): string {
  const { chalk } = style;
  const sign = mark(state, style);
  const { title, kind, mission, minutes } = challenge;
  const facts = [
    kind,
    ...(mission === null ? [] : [`mission ${mission}`]),
    `${minutes} min`,
    ...(state === 'open' ? [] : [state]),
  ];
  const room = style.width - menuMargin - displayWidth(`${sign} `);
  const name = fit(safeText(title), room, ellipsis(style));
  const said = facts.join(', ');
  const behind = displayWidth(`${name}  ${said}`) <= room ? `  ${chalk.dim(said)}` : '';
  return `${state === 'passed' ? chalk.green(sign) : sign} ${name}${behind}`;
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
