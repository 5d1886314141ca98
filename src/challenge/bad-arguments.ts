import { fitted, plainJump } from './drives.ts';
import { maxExact } from './exact.ts';
import { beginningMs } from './plan.ts';
import type { Trial } from './battery.ts';
import type { Specimen } from './specimen.ts';

const noNumbers = ['', 'abc', '-1', '1.5', '1e3', '0x10', ' 5', 'nan', 'inf', String(maxExact + 2)];

/** What an argument cannot be that counts something. */
const noCounts = [...noNumbers, '0'];

/** What the others of the contract cannot be. */
const bad: Readonly<Record<string, readonly string[]>> = {
  cost: noNumbers,
  now_ms: noNumbers.filter((value) => value !== ''),
  capacity: noCounts.filter((value) => value !== ''),
};

/** Nearly the words that an argument may be. */
const noWords = ([word = '']: readonly string[]): string[] => [
  '',
  'abc',
  '1',
  word.toUpperCase(),
  `${word} `,
  word.slice(0, -1),
];

/** Between good jumps, one whose argument must be refused, and must change nothing; or an empty one, where that is right. */
export function* badArguments(specimen: Specimen): Generator<Trial> {
  const { argumentNames = [], tags: words } = specimen.convention;
  const drive = fitted(specimen, { limit: 2, periodMs: 60_000, capacity: 2 });
  if (!drive) return;
  const good = plainJump(specimen);
  for (const name of argumentNames) {
    for (const value of words[name] ? noWords(words[name]) : (bad[name] ?? noCounts)) {
      const jumps = [good, { ...good, argument: { name, value } }, good, good];
      yield { name: 'arguments that are none', sequence: { drive, startMs: beginningMs, jumps } };
    }
    if (name === 'capacity') {
      const empty = { ...good, argument: { name, value: '' } };
      yield {
        name: 'an empty capacity',
        sequence: { drive, startMs: beginningMs, jumps: [empty, good, empty] },
      };
    }
  }
}

/** Whether an error tells which argument it refuses. */
export function namesArgument(error: string, name: string): boolean {
  return error.toLowerCase().includes(name.replace(/_ms$/, ''));
}
