import type { Algorithm } from '../algorithms/algorithm.ts';
import type { Document } from '../deps.ts';
import type { Ship } from '../fleet.ts';
import { escapeText } from './escape.ts';
import { fittedTable, type Column } from './fitted-table.ts';
import { count, duration, groups } from './format.ts';
import { shellWord } from './shell-word.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** A line on each algorithm would bury a narrower table. */
const roomForSummaries = 80;
const roomForCapacity = 60;

/** The ships with their drives, what their algorithms do, and where they come from. `file` is null for the built-in fleet. */
export function fleetView(
  ships: readonly Ship[],
  file: string | null,
  algorithms: readonly Algorithm[],
  style: Style,
): string {
  const { chalk, width } = style;
  const flown = algorithms.filter(({ name }) => ships.some(({ drive }) => drive.algorithm === name));
  const flawed = ships.filter(({ drive }) =>
    flown.some(({ name, flaw }) => flaw && name === drive.algorithm),
  );
  const origin =
    file === null
      ? ', built in. `hyperdrive fleet init` begins one of your own.'
      : ` of ${escapeText(file)}, in place of the built-in ones.`;
  return [
    table(ships, algorithms, style),
    ...(width < roomForSummaries ? [] : flown.map((algorithm) => summaryLine(algorithm, style))),
    ...(flawed.length
      ? [wrapWords(chalk.red(`Flawed on purpose: ${flawed.map(({ name }) => name).join(', ')}.`), width)]
      : []),
    wrapWords(`${count(ships.length, 'ship')}${origin}`, width),
  ].join('\n');
}

function table(ships: readonly Ship[], algorithms: readonly Algorithm[], style: Style): string {
  const roomy = style.width >= roomForCapacity;
  const columns: Column[] = [
    { head: 'ship' },
    { head: 'algorithm', shrinks: true },
    { head: 'limit', align: 'right' },
    ...(roomy ? [{ head: 'capacity', align: 'right' } as const] : []),
  ];
  const rows = ships.map(({ name, drive }) => {
    const { algorithm, limit, periodMs, capacity = limit } = drive;
    const bucket = algorithms.some((one) => one.bucket && one.name === algorithm);
    return [
      name,
      // Their names end in what tells them apart.
      { text: algorithm.slice(0, -6), tail: algorithm.slice(-6) },
      `${groups(limit)} per ${duration(periodMs)}`,
      ...(roomy ? [bucket ? groups(capacity) : ''] : []),
    ];
  });
  return fittedTable(columns, rows, style);
}

function summaryLine({ name, summary, flaw }: Algorithm, { chalk, width }: Style): string {
  return wrapWords(`${chalk.bold(name)}: ${flaw ? `flawed: ${flaw.what}` : summary}`, width);
}

/** The same as JSON. */
export function fleetDocument(
  ships: readonly Ship[],
  file: string | null,
  algorithms: readonly Algorithm[],
): Document {
  return {
    file,
    ships: ships.map(({ name, drive }) => {
      const { summary, flaw } = algorithms.find((algorithm) => algorithm.name === drive.algorithm)!;
      return { ship: name, ...drive, flawed: flaw !== undefined, summary };
    }),
  };
}

/** What to do with an example that has just been written. */
export function writtenView(file: string, ships: number, { chalk, width }: Style): string {
  return [
    wrapWords(`${escapeText(file)} is written: ${count(ships, 'ship')} to begin with. Edit it, then:`, width),
    `  ${chalk.bold(`hyperdrive fleet --fleet ${escapeText(shellWord(file))}`)}`,
    wrapWords(
      `shows and checks it. Give --fleet with every command, or set HYPERDRIVE_FLEET to its full path. Lessons keep the built-in ships.`,
      width,
    ),
  ].join('\n');
}
