import { connect } from './connection.ts';
import { openMonitor } from './monitor.ts';
import { ReplyError, type Capabilities, type Engine, type EngineKind } from './port.ts';
import type { ServerUrl } from './url.ts';

const real: Capabilities = {
  monitor: true,
  object: true,
  memory: true,
  ldb: true,
  acl: true,
  cluster: true,
  frozenTime: true,
  heldClock: true,
};

/** js-redis-server 0.3.0. Its clock is frozen by the host process (see host/builtin.ts), not by itself. */
const lookAlike: Capabilities = {
  ...real,
  object: false,
  memory: false,
  ldb: false,
  acl: false,
  cluster: false,
};

/** Connects to a server and reads who it is from INFO. Throws `NoEngineError`. */
export async function openEngine(kind: EngineKind, url: ServerUrl): Promise<Engine> {
  if (url.nodes) return (await import('./cluster/engine.ts')).openCluster(kind, url);
  const connection = await connect(url);
  let info = '';
  try {
    info = String(await connection.call('INFO', 'server'));
  } catch (error) {
    // A user without INFO may still run scripts.
    if (!(error instanceof ReplyError)) {
      connection.close();
      throw error;
    }
  }
  if (/^(redis|server)_mode:cluster\r?$/m.test(info)) {
    // One node was named: the others are asked of it.
    const { nodesOf, openCluster } = await import('./cluster/engine.ts');
    const nodes = await nodesOf(connection, url).finally(() => connection.close());
    return openCluster(kind, { ...url, nodes });
  }
  return {
    ...connection,
    kind,
    ...introduced(kind, info),
    address: url.shown,
    connect: () => connect(url),
    monitor: (seen) => openMonitor(url, seen),
  };
}

/** Who a server is by its INFO, and what it can do. */
export function introduced(kind: EngineKind, info: string): Pick<Engine, 'server' | 'capabilities'> {
  const field = (name: string) => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
  const mocked = kind === 'builtin' || field('os') === 'mocked redis';
  const version = field('valkey_version') ?? field('redis_version') ?? 'of unknown version';
  const name = mocked ? 'look-alike' : field('valkey_version') ? 'valkey' : info ? 'redis' : 'server';
  return {
    server: { name, version },
    capabilities: mocked ? lookAlike : { ...real, frozenTime: name !== 'redis' || atLeast(version, 7, 2) },
  };
}

function atLeast(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}
