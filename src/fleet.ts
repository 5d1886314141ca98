import { UsageError } from './errors.ts';
import type { Drive } from './limiter/decision.ts';
import { guess } from './nearest.ts';

export interface Ship {
  name: string;
  drive: Drive;
}

/** The ships that everybody has: one for each algorithm, and the one that flies the published log. */
export const builtInFleet: readonly Ship[] = [
  { name: 'tardis', drive: { algorithm: 'fixed-window', limit: 5, periodMs: 60_000 } },
  { name: 'falcon', drive: { algorithm: 'token-bucket', limit: 10, periodMs: 60_000 } },
  { name: 'nostromo', drive: { algorithm: 'leaky-bucket-meter', limit: 10, periodMs: 60_000 } },
  { name: 'serenity', drive: { algorithm: 'leaky-bucket-queue', limit: 10, periodMs: 60_000 } },
  { name: 'enterprise', drive: { algorithm: 'sliding-window-log', limit: 5, periodMs: 60_000 } },
  { name: 'heart-of-gold', drive: { algorithm: 'sliding-window-counter', limit: 10, periodMs: 60_000 } },
  { name: 'discovery-one', drive: { algorithm: 'gcra', limit: 10, periodMs: 60_000 } },
  { name: 'kobayashi', drive: { algorithm: 'flawed/timestamp-as-member', limit: 5, periodMs: 60_000 } },
];

/** The ship of that name, if the fleet has it. */
export function findShip(fleet: readonly Ship[], name: string): Ship | undefined {
  return fleet.find((ship) => ship.name === name);
}

/** The names for a message: all, or as many as can be read. */
export function shipNames(fleet: readonly Ship[]): string {
  const names = fleet.slice(0, mostNamed).map((ship) => ship.name);
  const more = fleet.length - names.length;
  return `${names.join(', ')}${more ? ` and ${more} more (hyperdrive fleet)` : ''}`;
}

const mostNamed = 20;

/** What to say of a ship that nobody knows. */
export function unknownShip(fleet: readonly Ship[], name: string): UsageError {
  return new UsageError(
    `There is no ship "${name}" in the fleet: ${shipNames(fleet)}.${guess(
      name,
      fleet.map((ship) => ship.name),
    )} For a ship of your own add --limit and --period, such as --limit 10 --period 60s.`,
  );
}
