import { shipApart } from '../engine/cluster/apart.ts';
import type { Ship } from '../fleet.ts';
import type { Target } from '../limiter/jump.ts';
import type { Luck } from '../view/luck.ts';
import type { Session } from './context.ts';
import { untaggedKey } from './target.ts';

/** Why an undeclared key did no harm on a cluster, and whom it would harm; null where there is none, or no cluster. */
export function luckOf(
  { engine: { cluster }, prefix }: Session,
  { algorithm, key }: Target,
  fleet: readonly Ship[],
): Luck | null {
  const suffix = algorithm.flaw?.undeclared;
  if (!cluster || suffix === undefined) return null;
  const keysOf = (ship: string) => {
    const own = untaggedKey(prefix, ship, algorithm);
    return [own, own + suffix];
  };
  const names = fleet.map(({ name }) => name);
  return {
    keys: [key, key + suffix],
    node: cluster.placeOf(key).node,
    apart: shipApart(cluster, names, keysOf),
  };
}
