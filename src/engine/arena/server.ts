import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { untilAnswers } from '../host/ask.ts';
import { leash, type Leashed } from '../host/leash.ts';
import { checkVersion, spawnServer } from '../host/valkey.ts';

/** KiB. A server starts with 60 MB of address space; the rest is for what a script builds. */
const addressSpace = 256 * 1024;
/** KiB. Node reserves many times of what it uses, so what it may write to is bounded; of that it takes up to 680 MB idly. */
const lookAlikeData = 1024 * 1024;

/** A server of an arena's, in a folder of its own that goes when it does. */
export interface ThrowawayServer {
  readonly socket: string;
  /** The one that runs, or ran last. */
  readonly process: Leashed;
  /** Starts it anew, empty, in the same place, when it has ended. Rejects with why it did not start. */
  startAgain(): Promise<void>;
  /** Kills it and removes its folder. */
  remove(): Promise<void>;
}

/** Starts a throwaway server in a folder within `place`. Rejects with why it did not start. */
export async function throwawayValkey(command: string, place: string, env: NodeJS.ProcessEnv) {
  checkVersion(command);
  return within(place, (folder, socket) =>
    spawnServer(command, folder, socket, {
      env,
      addressSpace,
      maxmemory: '64mb',
      removesFolder: true,
      settings: {
        // A reply that nobody can swallow ends the connection.
        'client-output-buffer-limit': 'normal 32mb 0 0',
        // To die of a script is no reason for a report of many pages.
        'crash-log-enabled': 'no',
        'crash-memcheck-enabled': 'no',
      },
    }),
  );
}

/** The same with the look-alike, which is the host's script in a process of its own. */
export function throwawayLookAlike(hostScript: string, place: string, env: NodeJS.ProcessEnv) {
  return within(place, async (folder, socket) => {
    const node = [process.execPath, '--max-old-space-size=256', hostScript, folder, 's'] as const;
    const server = leash(node, { env, bounds: { data: lookAlikeData }, folder });
    await untilAnswers(server, socket, 'the look-alike');
    return server;
  });
}

async function within(
  place: string,
  start: (folder: string, socket: string) => Promise<Leashed>,
): Promise<ThrowawayServer> {
  // A folder of its own: nobody else's by its mode, and short enough for a socket's path.
  const folder = mkdtempSync(join(place, 'arena-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  const socket = join(folder, 's');
  try {
    let server = await start(folder, socket);
    return {
      socket,
      get process() {
        return server;
      },
      async startAgain() {
        clear();
        mkdirSync(folder, { mode: 0o700 });
        try {
          server = await start(folder, socket);
        } catch (error) {
          clear();
          throw error;
        }
      },
      async remove() {
        server.kill();
        await server.exited;
        clear();
      },
    };
  } catch (error) {
    clear();
    throw error;
  }
}
