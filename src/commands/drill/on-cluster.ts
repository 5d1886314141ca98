import type { Document } from '../../deps.ts';
import type { DrillCluster } from '../../engine/cluster/drill.ts';
import type { Engine } from '../../engine/port.ts';
import { UsageError } from '../../errors.ts';
import { ellipsis, fit } from '../../view/width.ts';
import type { Context } from '../context.ts';
import { withLine } from '../progress-line.ts';

/** What a drill came to, and on which servers. */
interface Drilled<T> {
  outcome: T;
  server: Engine['server'];
  /** The servers as documents carry them. */
  document: Document;
}

/**
 * Does a drill on a cluster of its own, which goes when it is over, or when a signal ends it. What the drill tells stands on
 * the line that shows how far it is.
 */
export async function onCluster<T>(
  context: Context,
  drill: (cluster: DrillCluster, tell: (what: string) => void) => Promise<T>,
): Promise<Drilled<T>> {
  const { deps, options, notice } = context;
  if (options.url !== undefined)
    throw new UsageError('A drill has a cluster of its own, and spares yours: leave out --url.');
  const line = {
    first: 'Starting a throwaway cluster of six servers',
    show: (what: string, _elapsedMs: number, style: Context['style']) =>
      fit(what, style.width - 1, ellipsis(style)),
    stopped: () => 'Stopped; the throwaway cluster is gone.',
  };
  return withLine(context, line, async (tell) => {
    const cluster = await deps.openDrillCluster(notice);
    const callOff = deps.beforeExit(() => cluster.stop());
    try {
      const { server } = cluster.engine;
      const outcome = await drill(cluster, tell);
      return { outcome, server, document: { engine: { kind: 'cluster', ...server } } };
    } finally {
      callOff();
      await cluster.stop();
    }
  });
}
