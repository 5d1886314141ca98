import { failed, note, ok, type Check, type Outcome } from './check.ts';
import type { Terminal } from './facts.ts';
import { inRange } from './node-range.ts';

const colours = ['no colour', '16 colours', '256 colours', '16 million colours'];
/** Tables are made for this many columns and more. */
const narrow = 40;

/** Node, the system, the terminal, and the folders. */
export const machineChecks: readonly Check[] = [
  {
    area: 'machine',
    check: 'node',
    examine({ machine: { node }, package: { node: range } }) {
      const text = `Node ${node} (needed: ${range})`;
      if (inRange(node, range) === null) return [note(text)];
      return [inRange(node, range) ? ok(text) : failed(text, 'Install Node 22 or later.')];
    },
  },
  {
    area: 'machine',
    check: 'system',
    examine: ({ machine: { system } }) => [
      system.startsWith('win32')
        ? note(system, 'The engines listen on Unix sockets: use WSL.')
        : ok(system.replace('darwin', 'macOS')),
    ],
  },
  { area: 'machine', check: 'terminal', examine: ({ terminal }) => examineTerminal(terminal) },
  {
    area: 'machine',
    check: 'runtime folder',
    examine({ machine: { runtime }, engine: { kind } }) {
      if ('problem' in runtime) return [kind === 'url' ? note(runtime.problem) : failed(runtime.problem)];
      return [ok(`sockets and locks in ${runtime.folder}`), ...runtime.notices.map((line) => note(line))];
    },
  },
  {
    area: 'machine',
    check: 'progress folder',
    examine: ({ machine: { progress } }) => [
      progress.problem === null
        ? ok(`progress in ${progress.folder}`)
        : failed(
            `no place for the progress: ${progress.problem}`,
            'Make it yours, or set XDG_STATE_HOME to a folder of yours.',
          ),
    ],
  },
];

function examineTerminal(terminal: Terminal): Outcome[] {
  const { isTTY, canAsk, columns, colourLevel, noColour, unicode, term } = terminal;
  const looks = [
    `${columns} columns`,
    `${colours[colourLevel]}${noColour ? ' (NO_COLOR)' : ''}`,
    unicode ? 'lines and marks' : 'plain characters',
    ...(canAsk ? [] : ['no questions']),
  ].join(', ');
  const outcomes = [
    ok(`${isTTY ? `a terminal (TERM=${term ?? ''})` : 'output to a pipe or a file'}: ${looks}`),
  ];
  if (isTTY && term === 'dumb')
    outcomes.push(
      note('TERM=dumb: nothing is asked', 'Set it to what the terminal is, such as xterm-256color.'),
    );
  else if (!unicode)
    outcomes.push(
      note('the locale is C or POSIX', 'LC_ALL=C.UTF-8 draws lines and marks, if the font has them.'),
    );
  if (columns < narrow)
    outcomes.push(
      note(`${columns} columns are few: tables are cut`, `Widen the terminal to ${narrow} or more.`),
    );
  return outcomes;
}
