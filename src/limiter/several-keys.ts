import { partKey } from '../engine/namespace.ts';
import type { NamedLimit } from './several.ts';

/** Whose braces the keys stand in where the fleet shares one of the limits. No ship with several limits may be called so. */
export const fleetTag = 'fleet';

/**
 * The keys of a ship's limits, all in one slot: under the ship's own tag, `{enterprise}:per-day`; where one of them is
 * shared, all under the fleet's, `{fleet}:enterprise:per-day` and `{fleet}:everyone`.
 */
export function severalKeys(prefix: string, ship: string, limits: readonly NamedLimit[]): string[] {
  if (!limits.some(({ shared }) => shared)) return limits.map(({ name }) => partKey(prefix, ship, name));
  return limits.map(({ name, shared }) => partKey(prefix, fleetTag, ...(shared ? [name] : [ship, name])));
}
