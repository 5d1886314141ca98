/** What a law is, how a counterexample is looked for, and how it is told. */
import fc from 'fast-check';
import { ReplyError, type Connection } from '../../src/engine/port.ts';
import { HyperdriveError, NoEngineError } from '../../src/errors.ts';
import { findAlgorithm } from '../../src/algorithms/index.ts';
import type { Decision } from '../../src/limiter/decision.ts';
import { models, type Modelled } from '../../src/challenge/models/index.ts';
import { readLua, type Call, type Subject } from './trace.ts';

/** A script under the contract, and what is known of it. */
export interface Case extends Subject, Modelled {
  algorithm: string;
  /** Whether the drive's `capacity` means something to it. */
  bucket: boolean;
  /** Whether the server's time stands still inside a transaction. */
  frozenTime: boolean;
}

export interface Effort {
  /** Random traces for each property. */
  runs: number;
  /** Random limits go up to here, where every unit costs memory and time. */
  mostUnits: number;
  /** False: stop at the first failure without looking for a smaller one. */
  shrink: boolean;
  /** Otherwise HYPERDRIVE_TEST_SEED, else chance. */
  seed?: number;
}

export interface Check {
  name: string;
  /** The smallest counterexample found, told with the seed that finds it again, or null. */
  counterexample(subject: Case, effort: Effort): Promise<string | null>;
}

/** The case of an algorithm; `text` is another script than its own. */
export function caseOf(
  algorithm: string,
  at: { connection: Connection; key: string; frozenTime: boolean },
  text = readLua(algorithm),
): Case {
  const { bucket, read } = findAlgorithm(algorithm);
  return { ...at, ...models[algorithm]!, algorithm, bucket, read, text };
}

/** Beyond this a double no longer holds every whole number. */
export const maxExact = 2 ** 52;
export const dayMs = 86_400_000;

/** The largest cost that can ever be admitted. */
export const most = ({ limit, capacity }: Call): number => capacity ?? limit;

/** How long a limiter that has just admitted all it can takes to be as good as new; a script must count so far. */
export function fillMs(call: Call, { periods }: Modelled): number {
  return Math.max(periods * call.periodMs, Math.ceil((most(call) * call.periodMs) / call.limit));
}

export const tellCall = ({ limit, periodMs, cost, nowMs, capacity }: Call) =>
  `at ${nowMs ?? 'TIME'}: cost ${cost}, limit ${limit} per ${periodMs} ms` +
  (capacity === undefined ? '' : `, capacity ${capacity ?? "''"}`);

export function tellDecision(decision: Decision | undefined): string {
  if (!decision) return 'nothing';
  const { allowed, remaining, retryAfterMs, resetAfterMs, delayMs } = decision;
  return (
    `${allowed ? 'allowed' : 'denied'}, remaining ${remaining}, retry ${retryAfterMs}, reset ${resetAfterMs}` +
    (delayMs === undefined ? '' : `, delay ${delayMs}`)
  );
}

export const same = (a: Decision | undefined, b: Decision | undefined) => tellDecision(a) === tellDecision(b);

class Refutation extends Error {}

/** Throws what a counterexample is made of. */
export function refute(history: readonly Call[], what: string): never {
  throw new Refutation([...history.map((call) => `  ${tellCall(call)}`), what].join('\n'));
}

/**
 * What an error tells of the script under test: it was refuted, it failed, or it answered what nobody can read. All else, a
 * server that went away or a mistake in a test, says nothing of the script, and is thrown.
 */
export function refutationIn(error: unknown): string {
  const told =
    error instanceof Refutation ||
    error instanceof ReplyError ||
    (error instanceof HyperdriveError && !(error instanceof NoEngineError));
  if (!told) throw error;
  return error.message;
}

/** A key of a few milliseconds may expire inside a trace where time does not stand still, but not every time. */
const attemptsOnRunningTime = 5;

async function attempt({ frozenTime }: Case, test: () => Promise<void>): Promise<void> {
  for (let left = frozenTime ? 0 : attemptsOnRunningTime - 1; left > 0; left--) {
    try {
      return await test();
    } catch {
      // Tried again: what is wrong with the script goes wrong every time.
    }
  }
  return test();
}

/** What `test` refutes, or null: for what draws nothing at random. */
export async function refutation(subject: Case, test: () => Promise<void>): Promise<string | null> {
  try {
    await attempt(subject, test);
    return null;
  } catch (error) {
    return refutationIn(error);
  }
}

/** Looks for a counterexample of `test`; told with the seed that finds it again (HYPERDRIVE_TEST_SEED). */
export async function find<T>(
  subject: Case,
  arbitrary: fc.Arbitrary<T>,
  {
    runs,
    shrink,
    seed = Number(process.env['HYPERDRIVE_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31)),
  }: Effort,
  test: (value: T) => Promise<void>,
): Promise<string | null> {
  const details = await fc.check(
    fc.asyncProperty(arbitrary, (value) => attempt(subject, () => test(value))),
    {
      numRuns: runs,
      seed,
      endOnFailure: !shrink,
    },
  );
  if (!details.failed) return null;
  const cause = refutationIn(details.errorInstance);
  return `seed ${details.seed} path ${details.counterexamplePath}, shrunk ${details.numShrinks} times:\n${cause}`;
}
