import type { DrillCluster } from '../../engine/cluster/drill.ts';
import { UsageError } from '../../errors.ts';
import type { Context } from '../context.ts';

/** Does a drill on a cluster of its own, which goes when it is over, or when a signal ends it. */
export async function onCluster<T>(
  context: Context,
  drill: (cluster: DrillCluster) => Promise<T>,
): Promise<T> {
  const { deps, options, notice } = context;
  if (options.url !== undefined)
    throw new UsageError('A drill has a cluster of its own, and spares yours: leave out --url.');
  notice('Starting a throwaway cluster of six servers.');
  const cluster = await deps.openDrillCluster(notice);
  const callOff = deps.beforeExit(() => cluster.stop());
  try {
    return await drill(cluster);
  } finally {
    callOff();
    await cluster.stop();
  }
}

/** The servers of a drill's cluster as documents carry them. */
export function clusterDocument({ engine: { server } }: DrillCluster): { engine: object } {
  return { engine: { kind: 'cluster', ...server } };
}
