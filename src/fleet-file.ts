import { algorithms } from './algorithms/index.ts';
import { isName } from './engine/namespace.ts';
import type { Ship } from './fleet.ts';
import {
  checkedJson,
  driveFields,
  isObject,
  readDrive,
  reader,
  shown,
  unknownFields,
} from './json-fields.ts';
import type { Complain } from './json-fields.ts';

/** What `hyperdrive fleet init` writes. */
export const exampleFleet = `{
  "ships": [
    { "name": "free-plan", "algorithm": "token-bucket", "limit": 60, "period": "60s", "capacity": 10 },
    { "name": "paid-plan", "algorithm": "gcra", "limit": 600, "period": "60s", "capacity": 100 },
    { "name": "login", "algorithm": "sliding-window-log", "limit": 5, "period": "15m" }
  ]
}
`;

/** The ships of a fleet's file. `file` is what messages call it. Throws `UsageError` with everything that is wrong, line by line. */
export function parseFleet(text: string, file: string): Ship[] {
  return checkedJson(text, file, 'A fleet is JSON; hyperdrive fleet init writes one.', readShips);
}

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
  unknownFields(value, ['name', ...driveFields], { what: 'a ship', at: `${at}.` }, complain);
  const field = reader(value, at, complain);
  const name = field('name', (given) => (isName(given) ? given : null), '1 to 64 of A-Z a-z 0-9 . _ -');
  const drive = readDrive(value, at, complain, algorithms);
  return name === null || drive === null ? null : { name, drive };
}
