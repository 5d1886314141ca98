import type { ClusterView, KeyPlace } from '../port.ts';

/** Enough for any cluster: of three equal nodes every third name would do for neither. */
const mostNames = 1_000;

/** A ship whose keys are not together, and where each is. */
export interface Apart {
  ship: string;
  places: { key: string; place: KeyPlace }[];
}

type KeysOf = (ship: string) => readonly string[];
type Places = Pick<ClusterView, 'placeOf'>;

/**
 * The first ship whose keys are served by more than one node: of `names`, else of `ship-1`, `ship-2`… Null where a cluster has one
 * primary only. `keysOf` says which keys a ship's limiter uses.
 */
export function shipApart(cluster: Places, names: readonly string[], keysOf: KeysOf): Apart | null {
  return first(cluster, names, keysOf, (places) => distinct(places, 'node') > 1);
}

/** The first ship whose keys share a node by chance: they are in slots of their own. Found as `shipApart` finds its. */
export function shipInLuck(cluster: Places, names: readonly string[], keysOf: KeysOf): Apart | null {
  return first(
    cluster,
    names,
    keysOf,
    (places) => distinct(places, 'node') === 1 && distinct(places, 'slot') > 1,
  );
}

function first(
  { placeOf }: Places,
  names: readonly string[],
  keysOf: KeysOf,
  wanted: (places: Apart['places']) => boolean,
): Apart | null {
  const more = Array.from({ length: mostNames }, (_, index) => `ship-${index + 1}`);
  for (const ship of [...names, ...more]) {
    const places = keysOf(ship).map((key) => ({ key, place: placeOf(key) }));
    if (wanted(places)) return { ship, places };
  }
  return null;
}

function distinct(places: Apart['places'], of: keyof KeyPlace): number {
  return new Set(places.map(({ place }) => place[of])).size;
}
