import { UsageError } from '../errors.ts';

/** Where a server listens and how to log in. */
export interface ServerUrl {
  path?: string;
  host?: string;
  port?: number;
  tls: boolean;
  username?: string;
  password?: string;
  db: number;
  /** The nodes of a cluster, where several hosts are named; `host` and `port` are the first. */
  nodes?: readonly { host: string; port: number }[];
  /** The same address for people: no password, no user. */
  shown: string;
}

const schemes: Record<string, { tls: boolean }> = {
  'valkey:': { tls: false },
  'redis:': { tls: false },
  'valkeys:': { tls: true },
  'rediss:': { tls: true },
};

const help =
  'Use valkey://[user:password@]host[:port][/db], valkeys:// for TLS, unix:/path/to.sock[?db=N], or valkey://host:port,host:port for a cluster.';

/** Reads `valkey://`, `valkeys://`, `redis://`, `rediss://` and `unix:` URLs. Throws `UsageError`; never echoes a password. */
export function parseServerUrl(text: string): ServerUrl {
  // Several hosts are no URL to the standard: the first stands in for all of them.
  const [, before = '', first = '', others = '', behind = ''] =
    /^(\w+:\/\/(?:[^/?#]*@)?)([^/?#@,]+)((?:,[^/?#@,]*)+)(.*)$/.exec(text) ?? [];
  if (others) return parseNodes(before, [first, ...others.slice(1).split(',')], behind);
  let url: URL;
  try {
    // A login in front of an empty host, as in unix://user:password@/path, is no URL to the standard.
    url = new URL(text.replace(/^(unix:\/\/[^/]*@)(?=\/)/, '$1localhost'));
  } catch {
    throw new UsageError(`The server URL cannot be read. ${help}`);
  }
  const login = credentials(url);
  if (url.protocol === 'unix:') {
    const path = decoded(url.pathname, 'path');
    if (!path.startsWith('/')) throw new UsageError(`A unix: URL needs an absolute path. ${help}`);
    return { path, tls: false, db: database(url.searchParams.get('db')), ...login, shown: `unix:${path}` };
  }
  const scheme = schemes[url.protocol];
  if (!scheme) throw new UsageError(`The server URL starts with "${url.protocol}". ${help}`);
  if (!url.hostname) throw new UsageError(`The server URL names no host. ${help}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? 6379 : Number(url.port);
  const db = database(url.pathname.replace(/^\//, '') || url.searchParams.get('db'));
  return {
    host,
    port,
    tls: scheme.tls,
    db,
    ...login,
    shown: `${url.protocol}//${url.hostname}:${port}${db ? `/${db}` : ''}`,
  };
}

/** Each host read as if it were the only one. */
function parseNodes(before: string, hosts: readonly string[], behind: string): ServerUrl {
  if (hosts.includes('')) throw new UsageError(`Between two commas of the server URL is no host. ${help}`);
  const all = hosts.map((host) => parseServerUrl(`${before}${host}${behind}`));
  const [first] = all;
  if (first!.path !== undefined) throw new UsageError(`A unix: URL names one socket. ${help}`);
  if (first!.db) throw new UsageError('A cluster has database 0 alone: leave the number out.');
  const names = all.map(({ shown }) => shown.replace(/^\w+:\/\//, ''));
  return {
    ...first!,
    nodes: all.map(({ host, port }) => ({ host: host!, port: port! })),
    shown: `${before.slice(0, before.indexOf('://'))}://${names.join(',')}`,
  };
}

function credentials(url: URL): { username?: string; password?: string } {
  return {
    ...(url.username && { username: decoded(url.username, 'user') }),
    ...(url.password && { password: decoded(url.password, 'password') }),
  };
}

function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError(`The ${what} in the server URL is not valid percent-encoding: write % as %25.`);
  }
}

function database(text: string | null): number {
  if (!text) return 0;
  if (!/^\d{1,5}$/.test(text))
    throw new UsageError(`The database in the server URL must be a number. ${help}`);
  return Number(text);
}
