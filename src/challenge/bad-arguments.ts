import { fitted, plainJump } from './drives.ts';
import { maxExact } from './exact.ts';
import { beginningMs } from './plan.ts';
import type { Trial } from './battery.ts';
import type { Specimen } from './specimen.ts';

const noNumbers = ['', 'abc', '-1', '1.5', '1e3', '0x10', ' 5', 'nan', 'inf', String(maxExact + 2)];

/** What an argument of the contract cannot be. */
const bad: Readonly<Record<string, readonly string[]>> = {
  limit: [...noNumbers, '0'],
  period_ms: [...noNumbers, '0'],
  cost: noNumbers,
  now_ms: noNumbers.filter((value) => value !== ''),
  capacity: [...noNumbers.filter((value) => value !== ''), '0'],
};

/** Between two good jumps, one whose argument must be refused, and must change nothing. */
export function* badArguments(specimen: Specimen): Generator<Trial> {
  const { argumentNames = [] } = specimen.convention;
  const drive = fitted(specimen, { limit: 2, periodMs: 60_000, capacity: 2 });
  if (!drive) return;
  for (const name of argumentNames) {
    for (const value of bad[name] ?? []) {
      const good = plainJump(specimen);
      const jumps = [good, { ...good, argument: { name, value } }, good, good];
      yield { name: 'arguments that are none', sequence: { drive, startMs: beginningMs, jumps } };
    }
  }
}

/** Whether an error tells which argument it refuses. */
export function namesArgument(error: string, name: string): boolean {
  return error.toLowerCase().includes(name.replace(/_ms$/, ''));
}
