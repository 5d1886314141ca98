import { NoEngineError, UsageError } from '../errors.ts';
import { findProgram } from '../platform/search-path.ts';
import { runtimeFolder } from '../platform/runtime-folder.ts';
import { openEngine } from './engine.ts';
import { findHost, HostRefusal, reachHost, type Host } from './host-client.ts';
import type { HostedCluster, HostedEngine, HostedKind, Status } from './host/protocol.ts';
import type { Engine, EngineKind } from './port.ts';
import { parseServerUrl } from './url.ts';

export interface EngineChoice {
  /** `--url` or `VALKEY_URL`. */
  url?: string;
  /** `--engine`. */
  engine?: EngineKind;
}

/** What opening an engine needs of the machine. */
export interface EngineSurroundings {
  env: NodeJS.ProcessEnv;
  /** The host's built JavaScript file. */
  hostScript: string;
  /** Told what was tried in vain before something worked, a line each. */
  notice(line: string): void;
}

const servers = ['valkey-server', 'redis-server'];

/** Where an engine comes from: a URL, or the host. `--engine` forces one; else a URL wins, then a server on PATH, then the look-alike. */
export function chooseKind(choice: EngineChoice, env: NodeJS.ProcessEnv): EngineKind {
  if (choice.url === '') throw new UsageError('--url is empty: name a server, or leave it out.');
  const url = choice.url ?? env['VALKEY_URL'];
  if (choice.engine === 'url' && !url)
    throw new UsageError('--engine url needs --url, or VALKEY_URL in the environment.');
  if (choice.url && choice.engine && choice.engine !== 'url') {
    throw new UsageError(`--url and --engine ${choice.engine} contradict each other: leave one out.`);
  }
  if (choice.engine) return choice.engine;
  if (url) return 'url';
  return hasServer(env) ? 'valkey' : 'builtin';
}

/** The server binary that private engines run. Throws `NoEngineError`. */
export function serverOnPath(env: NodeJS.ProcessEnv, kind: HostedKind = 'valkey'): string {
  const command = findProgram(servers, env['PATH']);
  if (command) return command;
  if (kind === 'cluster')
    throw new NoEngineError(
      'A cluster needs a real server, and there is no valkey-server or redis-server on PATH. Install one.',
    );
  throw new NoEngineError(
    'There is no valkey-server or redis-server on PATH. Install one, or use --engine builtin.',
  );
}

/** Whether there is a real server on PATH. */
export function hasServer(env: NodeJS.ProcessEnv): boolean {
  return findProgram(servers, env['PATH']) !== null;
}

/** Opens the engine that the choice and the machine call for. Throws `UsageError` or `NoEngineError`. */
export async function chooseEngine(choice: EngineChoice, around: EngineSurroundings): Promise<Engine> {
  const kind = chooseKind(choice, around.env);
  if (kind === 'url') return openEngine('url', parseServerUrl((choice.url ?? around.env['VALKEY_URL'])!));
  return openHosted((await startHosted(kind, !choice.engine, around)).engine);
}

/**
 * Opens a private engine where its host runs, which starts one that has died. Where there is no host somebody has stopped it,
 * and it stays so until somebody wants it again. Throws `NoEngineError`.
 */
export async function findHosted(kind: HostedKind, env: NodeJS.ProcessEnv): Promise<Engine> {
  const host = await findHost(runtimeFolder(env).folder);
  if (!host)
    throw new NoEngineError('The private engine is stopped: `hyperdrive engine start` starts one again.');
  try {
    return await openHosted(
      await host.engine(kind, kind === 'builtin' ? undefined : serverOnPath(env, kind)),
    );
  } finally {
    host.close();
  }
}

function openHosted({ kind, socket, cluster }: HostedEngine): Promise<Engine> {
  if (cluster) return openHostedCluster(cluster);
  return openEngine(kind, { path: socket, tls: false, db: 0, shown: socket });
}

/** Of three primaries: fewer elect nobody, and serve nobody. */
const quorum = 2;

/** The private cluster, by whichever of its nodes are alive. */
async function openHostedCluster({ nodes, password }: HostedCluster): Promise<Engine> {
  if (nodes.filter(({ state }) => state === 'primary').length < quorum)
    throw new NoEngineError(
      'Most primaries of the private cluster are dead, so no replica can take over. `hyperdrive engine stop` ends it; the next command starts a new one.',
    );
  const hosts = nodes.filter(({ state }) => state !== 'dead').map(({ address }) => address);
  // The user by name: valkey-cli takes an empty one for somebody else.
  const loginUrl = `valkey://default:${password}@${hosts.join(',')}`;
  return { ...(await openEngine('cluster', parseServerUrl(loginUrl))), loginUrl };
}

/** Makes sure that a private engine runs; `mayFallBack` allows the look-alike where the server does not start. */
export async function startHosted(
  kind: HostedKind,
  mayFallBack: boolean,
  around: EngineSurroundings,
): Promise<{ engine: HostedEngine; host: Host }> {
  // Before a host is started, and waits for what never comes.
  const command = kind === 'builtin' ? undefined : serverOnPath(around.env, kind);
  const { folder, notices } = runtimeFolder(around.env);
  for (const notice of notices) around.notice(notice);
  const host = await reachHost(folder, around.hostScript);
  if (kind === 'builtin') return { engine: await host.engine('builtin'), host };
  if (kind === 'cluster') return { engine: await host.engine('cluster', command), host };
  try {
    return { engine: await host.engine('valkey', command), host };
  } catch (error) {
    if (!mayFallBack || !(error instanceof HostRefusal)) throw error;
    around.notice(`${error.message.replace(/\.$/, '')}. Using the built-in look-alike.`);
    return { engine: await host.engine('builtin'), host };
  }
}

/** What the host says of itself, or null where none runs. */
export async function hostStatus(env: NodeJS.ProcessEnv): Promise<Status | null> {
  const host = await findHost(runtimeFolder(env).folder);
  const status = (await host?.status()) ?? null;
  host?.close();
  return status;
}

/** Ends the host and its engines; false where none ran. */
export async function stopHost(env: NodeJS.ProcessEnv): Promise<boolean> {
  const host = await findHost(runtimeFolder(env).folder);
  await host?.stop();
  return host !== null;
}
