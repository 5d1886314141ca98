import { findAlgorithm } from '../../algorithms/index.ts';
import { ownKey, prefixOf, checkShip } from '../../engine/namespace.ts';
import { UsageError } from '../../errors.ts';
import type { Target } from '../../limiter/jump.ts';
import { makeScripts } from '../../limiter/script.ts';
import { drillFailover } from '../../traffic/failover.ts';
import { eventText, failoverView } from '../../view/failover.ts';
import type { Context } from '../context.ts';

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
  if (options.url) throw new UsageError('A drill kills servers, so it starts its own: leave out --url.');
  const prefix = prefixOf(options.namespace);
  const target = dailyQuota(context, prefix, checkShip(ship), limit);
  context.notice('Starting a throwaway cluster of six servers.');
  const cluster = await deps.openDrillCluster(context.notice);
  const callOff = deps.beforeExit(() => cluster.stop());
  try {
    const report = await drillFailover(cluster, target, {
      ...traffic,
      prefix,
      lagMs: lag,
      now: deps.now,
      sleep: deps.sleep,
      progress: (event) => context.notice(eventText(event)),
    });
    const { drive, ...rest } = report;
    const { name, version } = cluster.engine.server;
    context.result({ ...rest, ...drive, engine: { kind: 'cluster', name, version } }, (style) =>
      failoverView(report, cluster.engine.server, style),
    );
  } finally {
    callOff();
    await cluster.stop();
  }
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
