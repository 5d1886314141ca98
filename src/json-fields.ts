import type { Algorithm } from './algorithms/algorithm.ts';
import { parseDuration } from './duration.ts';
import { UsageError } from './errors.ts';
import { jsonProblem } from './json-problem.ts';
import type { Drive } from './limiter/decision.ts';

/** Scripts count exactly up to here. */
const mostExact = 2 ** 52;
const yearMs = 365 * 24 * 60 * 60 * 1000;
/** An instant that far ahead is still exact. */
const mostYears = 100;
/** More of them are no help. */
const mostProblems = 10;

/** Told where something is wrong, such as `ships[2].limit`, and what. */
export type Complain = (at: string, problem: string) => void;

/**
 * What `read` makes of a file of JSON. `file` is what messages call it; `remedy` is said where it is no JSON. Throws
 * `UsageError` with everything that is wrong, line by line.
 */
export function checkedJson<T>(
  text: string,
  file: string,
  remedy: string,
  read: (value: unknown, complain: Complain) => T,
): T {
  const problems: string[] = [];
  const value = read(parseJson(text, file, remedy), (at, problem) =>
    problems.push(`${file}: ${at} ${problem}`),
  );
  if (!problems.length) return value;
  const shown = problems.slice(0, mostProblems);
  if (problems.length > shown.length) shown.push(`${file}: and ${problems.length - shown.length} more.`);
  throw new UsageError(shown.join('\n'));
}

function parseJson(text: string, file: string, remedy: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { line, column, problem } = jsonProblem(text) ?? { line: 1, column: 1, problem: 'this is no JSON' };
    throw new UsageError(`${file}:${line}:${column}: ${problem}. ${remedy}`, { cause: error });
  }
}

/** Reads fields of the object at `at`: what `read` does not take is complained of, as not being what `rule` says. */
export function reader(value: Record<string, unknown>, at: string, complain: Complain) {
  return <T>(key: string, read: (value: unknown) => T | null, rule: string): T | null => {
    const found = read(value[key]);
    if (found === null) complain(`${at}.${key}`, `must be ${rule}, got ${shown(value[key])}`);
    return found;
  };
}

/** The fields that make a drive. */
export const driveFields = ['algorithm', 'limit', 'period', 'capacity'] as const;

/** A drive of one of the algorithms, or null where something was wrong with it. */
export function readDrive(
  value: Record<string, unknown>,
  at: string,
  complain: Complain,
  algorithms: readonly Algorithm[],
): Drive | null {
  const field = reader(value, at, complain);
  const known = (given: unknown) => algorithms.find(({ name }) => name === given) ?? null;
  const algorithm = field('algorithm', known, `one of ${algorithms.map((one) => one.name).join(', ')}`);
  const limit = field('limit', whole, 'a whole number from 1 up');
  const periodMs = field('period', period, 'a duration such as "60s", or whole milliseconds from 1 up');
  const capacity =
    value['capacity'] === undefined ? undefined : field('capacity', whole, 'a whole number from 1 up');
  if (algorithm === null || limit === null || periodMs === null || capacity === null) return null;
  const drive: Drive = {
    algorithm: algorithm.name,
    limit,
    periodMs,
    ...(capacity !== undefined && { capacity }),
  };
  const refusal = refusalOf(algorithm, drive);
  if (refusal !== null) complain(at, refusal);
  return refusal === null ? drive : null;
}

/** Why a script would refuse these numbers, each of which is in order by itself. */
export function refusalOf(algorithm: Algorithm, drive: Drive): string | null {
  const { limit, periodMs, capacity = limit } = drive;
  if (drive.capacity !== undefined && !algorithm.bucket)
    return `has a capacity, which is for buckets, and ${algorithm.name} is none: leave it out`;
  const most = Math.max(limit, capacity);
  if (!algorithm.addsAlone && most * periodMs > mostExact)
    return 'cannot be counted exactly: limit (or capacity) times period in milliseconds must be 2^52 at most';
  if (most > mostExact) return 'cannot be counted exactly: it must be 2^52 at most';
  if (Math.max(1, capacity / limit) * periodMs > mostYears * yearMs)
    return `needs more than ${mostYears} years to be as good as new: make its period shorter`;
  const refusal = algorithm.refuses?.(drive, 1);
  return refusal ? `asks what ${algorithm.name} cannot do: ${refusal}` : null;
}

/** A whole number from 1 up. */
export function whole(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 1 ? (value as number) : null;
}

/** A duration in ms, written as such or as whole ms. */
export function period(value: unknown): number | null {
  return whole(typeof value === 'string' ? parseDuration(value) : value);
}

/** Complains of every field that `owner` does not have. */
export function unknownFields(
  value: Record<string, unknown>,
  fields: readonly string[],
  owner: { what: string; at: string },
  complain: Complain,
): void {
  for (const key of Object.keys(value).filter((name) => !fields.includes(name))) {
    const named = /^\w{1,40}$/.test(key) ? key : shown(key);
    complain(`${owner.at}${named}`, `is unknown: ${owner.what} has ${fields.join(', ')}`);
  }
}

/** Whether it is an object with fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a message: as it stands in the file, or its beginning. What holds others is only named: it may be deep. */
export function shown(value: unknown): string {
  if (Array.isArray(value) && value.length) return 'a list';
  if (isObject(value) && Object.keys(value).length) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
