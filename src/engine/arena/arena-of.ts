import { NoEngineError } from '../../errors.ts';
import { ArenaFell, type Arena, type Fall } from '../arena.ts';
import { openSight } from '../monitor.ts';
import type { Connection, Engine } from '../port.ts';
import type { ThrowawayServer } from './server.ts';

/** The arena that a throwaway server is, with one connection of the script's open. */
export async function arenaOf(
  server: ThrowawayServer,
  admin: Engine,
  connectScript: () => Promise<Connection>,
): Promise<Arena> {
  const open: Connection[] = [admin];
  let end: Fall | 'stopped' | null = null;
  const why = () =>
    end === 'stopped' ? new NoEngineError('The throwaway server was stopped.') : new ArenaFell(end ?? 'died');
  const over = server.process.exited.then((): never => {
    end ??= 'died';
    throw why();
  });
  over.catch(() => {});
  const kill = (cause: Fall | 'stopped') => {
    end ??= cause;
    server.process.kill();
  };
  const orOver = <T>(work: Promise<T>): Promise<T> => Promise.race([work, over]);

  async function connect(): Promise<Connection> {
    if (end) throw why();
    const connection = await orOver(connectScript());
    open.push(connection);
    return connection;
  }

  return {
    server: admin.server,
    capabilities: admin.capabilities,
    connection: await connect(),
    connect,
    admin,
    async watchCommands(work) {
      const commands: Buffer[][] = [];
      const sight = await openSight(admin, ({ byScript, words }) => {
        if (byScript) commands.push(words);
      });
      try {
        await orOver(work());
        if (await orOver(sight.caughtUp())) return commands;
        throw new NoEngineError('The throwaway server did not show what the script did.');
      } finally {
        sight.stop();
      }
    },
    async within(ms, work) {
      if (end) throw why();
      const timer = setTimeout(() => kill('deadline'), ms);
      try {
        return await orOver(work());
      } catch (error) {
        if (!(error instanceof NoEngineError && error.cause)) throw error;
        // The connection broke: the server has died, or is of no more use.
        kill('died');
        return await over;
      } finally {
        clearTimeout(timer);
      }
    },
    async stop() {
      kill('stopped');
      for (const connection of open.splice(0)) connection.close();
      await server.remove();
    },
  };
}
