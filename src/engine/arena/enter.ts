import { randomBytes } from 'node:crypto';
import type { Arena, ArenaOptions } from '../arena.ts';
import { connect } from '../connection.ts';
import { openEngine } from '../engine.ts';
import type { ServerUrl } from '../url.ts';
import { arenaOf } from './arena-of.ts';
import type { ThrowawayServer } from './server.ts';
import { scriptRules } from './user.ts';

/** Makes an arena of a server that has just started. Where that fails, the server is removed. */
export async function enter(
  kind: 'valkey' | 'builtin',
  server: ThrowawayServer,
  options: ArenaOptions,
): Promise<Arena> {
  const url: ServerUrl = { path: server.socket, tls: false, db: 0, shown: 'the throwaway server' };
  try {
    const users = kind === 'valkey' ? await makeUsers(url, options) : { admin: url, script: url };
    return await arenaOf(server, await openEngine(kind, users.admin), () => connect(users.script));
  } catch (error) {
    await server.remove();
    throw error;
  }
}

/** From here on nobody gets in without a password, and with the script's only to what a limiter needs. */
async function makeUsers(
  url: ServerUrl,
  options: ArenaOptions,
): Promise<{ admin: ServerUrl; script: ServerUrl }> {
  const login = (username: string) => ({ ...url, username, password: randomBytes(16).toString('hex') });
  const [admin, script] = [login('default'), login('script')];
  const connection = await connect(url);
  try {
    await connection.call('ACL', 'SETUSER', script.username, ...scriptRules(options, script.password));
    await connection.call('ACL', 'SETUSER', admin.username, 'resetpass', `>${admin.password}`);
  } finally {
    connection.close();
  }
  return { admin, script };
}
