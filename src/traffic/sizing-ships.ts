import { ownKey, root } from '../engine/namespace.ts';

/**
 * A server's tables double when they are full, so what a key takes of them depends on how many there are. Ten million fill
 * 60 % of theirs, and so do ten thousand, and every half of that.
 */
export const mostShips = 10_000;

/** How many ships are measured whose limiters hold `limit` units each, so that no more than `mostUnits` are held. */
export function measuredShips(limit: number, mostUnits: number): number {
  let ships = mostShips;
  while (ships > 1 && ships * limit > mostUnits) ships = Math.floor(ships / 2);
  return ships;
}

/** The key of a ship whose name is neither short nor long: 16 characters. */
export function shipKey(ship: number): string {
  return ownKey(root, `ship-${String(ship).padStart(11, '0')}`);
}
