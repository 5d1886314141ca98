import { messageOf, NoEngineError } from '../../errors.ts';
import { connect } from '../connection.ts';
import { openEngine } from '../engine.ts';
import type { Throwaway } from '../throwaway.ts';
import type { ServerUrl } from '../url.ts';
import type { ThrowawayServer } from './server.ts';

/** The throwaway that a server which has just started is. Where it cannot be used, it is removed. */
export async function throwawayOf(kind: Throwaway['kind'], server: ThrowawayServer): Promise<Throwaway> {
  const url: ServerUrl = { path: server.socket, tls: false, db: 0, shown: 'the throwaway server' };
  let starting: Promise<void> = Promise.resolve();
  let removed = false;
  try {
    const engine = await openEngine(kind, url);
    engine.close();
    return {
      kind,
      server: engine.server,
      async connect() {
        try {
          return await connect(url);
        } catch (error) {
          throw new NoEngineError('The throwaway server is down.', { cause: error });
        }
      },
      async kill() {
        server.process.kill();
        await server.process.exited;
      },
      startAgain() {
        if (removed) return Promise.reject(new NoEngineError('The throwaway server is gone.'));
        const start = server.startAgain().catch((error: unknown) => {
          throw new NoEngineError(`The throwaway server did not start again: ${messageOf(error)}`, {
            cause: error,
          });
        });
        starting = start.catch(() => {});
        return start;
      },
      async remove() {
        removed = true;
        await starting;
        await server.remove();
      },
    };
  } catch (error) {
    await server.remove();
    throw error;
  }
}
