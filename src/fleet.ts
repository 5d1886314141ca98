import { UsageError } from './errors.ts';
import type { Drive } from './limiter/decision.ts';

export interface Ship {
  name: string;
  drive: Drive;
}

/** The ships that everybody has. */
export const builtInFleet: readonly Ship[] = [
  { name: 'enterprise', drive: { algorithm: 'sliding-window-log', limit: 5, periodMs: 60_000 } },
  { name: 'kobayashi', drive: { algorithm: 'flawed/timestamp-as-member', limit: 5, periodMs: 60_000 } },
];

/** The ship of that name, if the fleet has it. */
export function findShip(fleet: readonly Ship[], name: string): Ship | undefined {
  return fleet.find((ship) => ship.name === name);
}

/** What to say of a ship that nobody knows. */
export function unknownShip(fleet: readonly Ship[], name: string): UsageError {
  const names = fleet.map((ship) => ship.name).join(', ');
  return new UsageError(
    `There is no ship "${name}" in the fleet: ${names}. For a ship of your own add --limit and --period, such as --limit 10 --period 60s.`,
  );
}
