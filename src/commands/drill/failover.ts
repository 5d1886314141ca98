import { findAlgorithm } from '../../algorithms/index.ts';
import { ownKey, prefixOf, checkShip } from '../../engine/namespace.ts';
import type { Target } from '../../limiter/jump.ts';
import { makeScripts } from '../../limiter/script.ts';
import { drillFailover } from '../../traffic/failover.ts';
import { eventText, failoverView } from '../../view/failover.ts';
import type { Context } from '../context.ts';
import { onCluster } from './on-cluster.ts';

interface Options {
  limit?: number;
  lag?: number;
}

const dayMs = 86_400_000;
/** Enough that a second without decisions is seen, few enough that the limit is not reached before it. */
const traffic = { clients: 4, everyMs: 20 };

/** `hyperdrive drill failover`: on servers of its own, so nobody else's are touched. */
export async function run(
  context: Context,
  { limit = 300, lag = 0 }: Options,
  [ship = 'enterprise']: string[],
): Promise<void> {
  const { deps, options } = context;
  const prefix = prefixOf(options.namespace);
  const target = dailyQuota(context, prefix, checkShip(ship), limit);
  const { outcome, server, document } = await onCluster(context, (cluster, tell) =>
    drillFailover(cluster, target, {
      ...traffic,
      prefix,
      lagMs: lag,
      now: deps.now,
      sleep: deps.sleep,
      progress: (event) => tell(eventText(event).trim()),
    }),
  );
  const { drive, ...rest } = outcome;
  context.result({ drill: 'failover', ...rest, ...drive, ...document }, (style) =>
    failoverView(outcome, server, style),
  );
}

/** A fixed window of a day: it counts, and frees nothing meanwhile, so what is missing was lost. */
function dailyQuota({ deps }: Context, prefix: string, ship: string, limit: number): Target {
  const algorithm = findAlgorithm('fixed-window');
  const path = `lua/${algorithm.name}.lua`;
  return {
    ship,
    drive: { algorithm: algorithm.name, limit, periodMs: dayMs },
    algorithm,
    key: ownKey(prefix, ship),
    scripts: makeScripts(path, deps.packageFile(path)),
  };
}
