import type { ClusterView, KeyPlace } from '../port.ts';

/** Enough for any cluster: of three equal nodes every third name would do for neither. */
const mostNames = 1_000;

/** A ship whose keys are not together, and where each is. */
export interface Apart {
  ship: string;
  places: { key: string; place: KeyPlace }[];
}

/**
 * The first ship whose keys are served by more than one node: of `names`, else of `ship-1`, `ship-2`… Null where a cluster has one
 * primary only. `keysOf` says which keys a ship's limiter uses.
 */
export function shipApart(
  { placeOf }: Pick<ClusterView, 'placeOf'>,
  names: readonly string[],
  keysOf: (ship: string) => readonly string[],
): Apart | null {
  const more = Array.from({ length: mostNames }, (_, index) => `ship-${index + 1}`);
  for (const ship of [...names, ...more]) {
    const places = keysOf(ship).map((key) => ({ key, place: placeOf(key) }));
    if (new Set(places.map(({ place }) => place.node)).size > 1) return { ship, places };
  }
  return null;
}
