import { algorithms, type Algorithm } from './algorithms/index.ts';
import { parseDuration } from './duration.ts';
import { isName } from './engine/namespace.ts';
import { UsageError } from './errors.ts';
import type { Ship } from './fleet.ts';
import { jsonProblem } from './json-problem.ts';
import type { Drive } from './limiter/decision.ts';

/** What `hyperdrive fleet init` writes. */
export const exampleFleet = `{
  "ships": [
    { "name": "free-plan", "algorithm": "token-bucket", "limit": 60, "period": "60s", "capacity": 10 },
    { "name": "paid-plan", "algorithm": "gcra", "limit": 600, "period": "60s", "capacity": 100 },
    { "name": "login", "algorithm": "sliding-window-log", "limit": 5, "period": "15m" }
  ]
}
`;

/** Scripts count exactly up to here. */
const mostExact = 2 ** 52;
const yearMs = 365 * 24 * 60 * 60 * 1000;
/** An instant that far ahead is still exact. */
const mostYears = 100;
/** More of them are no help. */
const mostProblems = 10;

/** The ships of a fleet's file. `file` is what messages call it. Throws `UsageError` with everything that is wrong, line by line. */
export function parseFleet(text: string, file: string): Ship[] {
  const problems: string[] = [];
  const ships = readShips(parseJson(text, file), (at, problem) => problems.push(`${file}: ${at} ${problem}`));
  if (!problems.length) return ships;
  const shown = problems.slice(0, mostProblems);
  if (problems.length > shown.length) shown.push(`${file}: and ${problems.length - shown.length} more.`);
  throw new UsageError(shown.join('\n'));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { line, column, problem } = jsonProblem(text) ?? { line: 1, column: 1, problem: 'this is no JSON' };
    throw new UsageError(
      `${file}:${line}:${column}: ${problem}. A fleet is JSON; hyperdrive fleet init writes one.`,
      {
        cause: error,
      },
    );
  }
}

/** Told where something is wrong, such as `ships[2].limit`, and what. */
type Complain = (at: string, problem: string) => void;

function readShips(value: unknown, complain: Complain): Ship[] {
  if (!isObject(value)) {
    complain('the fleet', `must be an object with ships, got ${shown(value)}`);
    return [];
  }
  unknownFields(value, ['ships'], { what: 'a fleet', at: '' }, complain);
  const { ships } = value;
  if (!Array.isArray(ships) || !ships.length) {
    complain('ships', `must be a list of one ship or more, got ${shown(ships)}`);
    return [];
  }
  const read = ships.map((ship: unknown, at) => readShip(ship, `ships[${at}]`, complain));
  const first = new Map<string, number>();
  for (const [at, ship] of read.entries()) {
    if (ship === null) continue;
    const earlier = first.get(ship.name);
    if (earlier === undefined) first.set(ship.name, at);
    else complain(`ships[${at}].name`, `must be its own, but ships[${earlier}] is called ${ship.name} too`);
  }
  return read.filter((ship) => ship !== null);
}

/** A ship, or null where something was wrong with it. */
function readShip(value: unknown, at: string, complain: Complain): Ship | null {
  if (!isObject(value)) {
    complain(at, `must be an object, got ${shown(value)}`);
    return null;
  }
  unknownFields(
    value,
    ['name', 'algorithm', 'limit', 'period', 'capacity'],
    { what: 'a ship', at: `${at}.` },
    complain,
  );
  const field = <T>(key: string, read: (value: unknown) => T | null, rule: string): T | null => {
    const found = read(value[key]);
    if (found === null) complain(`${at}.${key}`, `must be ${rule}, got ${shown(value[key])}`);
    return found;
  };
  const name = field('name', (given) => (isName(given) ? given : null), '1 to 64 of A-Z a-z 0-9 . _ -');
  const algorithm = field('algorithm', known, `one of ${algorithms.map((one) => one.name).join(', ')}`);
  const limit = field('limit', whole, 'a whole number from 1 up');
  const periodMs = field('period', period, 'a duration such as "60s", or whole milliseconds from 1 up');
  const capacity =
    value['capacity'] === undefined ? undefined : field('capacity', whole, 'a whole number from 1 up');
  if (name === null || algorithm === null || limit === null || periodMs === null || capacity === null)
    return null;
  const drive: Drive = {
    algorithm: algorithm.name,
    limit,
    periodMs,
    ...(capacity !== undefined && { capacity }),
  };
  const refusal = refusalOf(algorithm, drive);
  if (refusal !== null) complain(at, refusal);
  return refusal === null ? { name, drive } : null;
}

/** Why a script would refuse these numbers, each of which is in order by itself. */
function refusalOf(algorithm: Algorithm, drive: Drive): string | null {
  const { limit, periodMs, capacity = limit } = drive;
  if (drive.capacity !== undefined && !algorithm.bucket)
    return `has a capacity, which is for buckets, and ${algorithm.name} is none: leave it out`;
  if (Math.max(limit, capacity) * periodMs > mostExact)
    return 'cannot be counted exactly: limit (or capacity) times period in milliseconds must be 2^52 at most';
  if (Math.max(1, capacity / limit) * periodMs > mostYears * yearMs)
    return `needs more than ${mostYears} years to be as good as new: make its period shorter`;
  const refusal = algorithm.refuses?.(drive, 1);
  return refusal ? `asks what ${algorithm.name} cannot do: ${refusal}` : null;
}

function known(value: unknown): Algorithm | null {
  return algorithms.find(({ name }) => name === value) ?? null;
}

function whole(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 1 ? (value as number) : null;
}

function period(value: unknown): number | null {
  return whole(typeof value === 'string' ? parseDuration(value) : value);
}

function unknownFields(
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a message: as it stands in the file, or its beginning. What holds others is only named: it may be deep. */
function shown(value: unknown): string {
  if (Array.isArray(value) && value.length) return 'a list';
  if (isObject(value) && Object.keys(value).length) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
