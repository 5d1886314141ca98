import type { Document } from '../../deps.ts';
import type { Throwaway } from '../../engine/throwaway.ts';
import { UsageError } from '../../errors.ts';
import { barLine } from '../../view/progress.ts';
import type { Context } from '../context.ts';
import { withLine } from '../progress-line.ts';

/** Told how large a share is over, and in a few words how the server is. */
export type Progress = (share: number, server: string) => void;

/** What a drill came to, and on which server. */
interface Drilled<T> {
  outcome: T;
  server: Throwaway['server'];
  /** The server as documents carry it. */
  document: Document;
}

/** Does a drill on a server of its own, which goes when it is over, or when a signal ends it. Shows how far it is. */
export async function onThrowaway<T>(
  context: Context,
  drill: (server: Throwaway, progress: Progress) => Promise<T>,
): Promise<Drilled<T>> {
  const { deps, options, notice } = context;
  if (options.url !== undefined)
    throw new UsageError('A drill has a server of its own, and spares yours: leave out --url.');
  const server = await deps.openThrowaway(options, notice);
  const callOff = deps.beforeExit(() => server.remove());
  const line = {
    first: { share: 0, server: 'starting' },
    show: (told: { share: number; server: string }, _elapsedMs: number, style: Context['style']) =>
      barLine(told.share, told.server, style),
    stopped: () => 'Stopped; the throwaway server is gone.',
  };
  try {
    const outcome = await withLine(context, line, (tell) =>
      drill(server, (share, state) => tell({ share, server: state })),
    );
    return { outcome, server: server.server, document: { engine: { kind: server.kind, ...server.server } } };
  } finally {
    callOff();
    await server.remove();
  }
}
