import { join } from 'node:path';
import type { RedisServerState } from 'js-redis-server/core';
import type { Running } from './main.ts';

/**
 * Makes Date.now() stand still within one turn of the event loop, as Valkey's own clock does: so TIME and TTLs agree
 * inside a script and inside MULTI/EXEC, which the look-alike runs within one turn. For the host process alone.
 */
function freezeTimeWithinATurn(): void {
  const clock = Date.now;
  let frozen: number | undefined;
  Date.now = () => {
    if (frozen === undefined) {
      frozen = clock();
      setImmediate(() => {
        frozen = undefined;
      });
    }
    return frozen;
  };
}

type Lua = Awaited<ReturnType<RedisServerState['getLuaRuntime']>>;

/**
 * Gives the server a new Lua after a script that brought its own down, by using up its 64 MB, say: the old one was torn from
 * the middle of its work, and keeps that memory. A script's usual errors are replies, not thrown. Resolves when the first is ready.
 */
async function renewLua(state: RedisServerState, make: () => Promise<Lua>): Promise<void> {
  const fresh = async (): Promise<Lua> => {
    const lua = await make();
    const run = lua.eval.bind(lua);
    lua.eval = (...script) => {
      try {
        return run(...script);
      } catch (error) {
        current = fresh();
        throw error;
      }
    };
    return lua;
  };
  let current = fresh();
  state.getLuaRuntime = () => current;
  await current;
}

/** Starts the built-in look-alike (js-redis-server) on a Unix socket, in this process. */
export async function startBuiltin(folder: string, socket: string): Promise<Running> {
  freezeTimeWithinATurn();
  // createValkeyMock would listen on all interfaces; the parts it is made of do not.
  const { createRedisCommandExecutor, RedisServerState, Resp2Server } = await import('js-redis-server/core');
  const compatibility = 'valkey-8.0';
  const state = new RedisServerState({ compatibility });
  const executor = createRedisCommandExecutor({ compatibility });
  const server = new Resp2Server({ server: state, executor });
  // The first script loads the WebAssembly over several turns; every later one runs within a turn.
  const makeLua = () =>
    new RedisServerState({ compatibility, activeExpiryIntervalMs: false }).getLuaRuntime();
  await renewLua(state, makeLua);
  // The declared parameter is a port, but it is handed to net.Server.listen as it is.
  await server.listen(join(folder, socket) as unknown as number);
  return {
    pid: process.pid,
    clients: async () => state.getConnectedClients().length,
    async stop() {
      server.server.close();
    },
  };
}
