/**
 * The engine that the tests run on: which one, how to get it, how to give it back.
 *
 *   HYPERDRIVE_TEST_ENGINE   is had by
 *   builtin                  `hyperdrive engine url --engine builtin`, in a runtime folder of its own
 *   valkey                   the same with `--engine valkey`: a private valkey-server from PATH
 *   redis                    the same, on a PATH whose only server is redis-server
 *   url                      HYPERDRIVE_TEST_URL, left as it was found
 *   container                testcontainers and the image valkey/valkey:8
 *
 * Unset, it is `valkey` where a valkey-server (else a redis-server from 7.0 on) is on PATH, else `builtin`.
 * A server that is named and missing is an error. It is never a reason to skip.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connect } from '../../src/engine/connection.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { findProgram } from '../../src/platform/search-path.ts';

const engineKinds = ['builtin', 'valkey', 'redis', 'url', 'container'] as const;
export type EngineKind = (typeof engineKinds)[number];

// Without an import of it, TypeScript does not find the module to augment.
export type { ProvidedContext } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Which engine the tests run on. */
    engineKind: EngineKind;
    /** One for each worker (see worker-engine.ts). Not provided to the project `cli`, whose tests start their own. */
    engines: readonly {
      /** Where it answers. */
      url: string;
      /** The environment in which `hyperdrive` opens this kind of engine. */
      env: Record<string, string | undefined>;
    }[];
  }
}

export interface EngineUnderTest {
  readonly url: string;
  /** What the server says it is: "Valkey 8.0.1". */
  readonly server: string;
  /** The environment in which more of its kind are opened. */
  readonly env: Record<string, string | undefined>;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = join(root, 'bin', 'hyperdrive.js');

/** A socket's path must be short, and the temporary folder of macOS is not. */
const shortTemporaryFolder = tmpdir().length < 40 ? tmpdir() : '/tmp';

/** What a test of the CLI must not inherit from the developer's shell. */
const ownVariables = ['VALKEY_URL', 'REDIS_URL', 'HYPERDRIVE_TEST_ENGINE', 'HYPERDRIVE_TEST_URL'];

export function chooseEngine(env: NodeJS.ProcessEnv): EngineKind {
  const wish = env['HYPERDRIVE_TEST_ENGINE'];
  if (wish) {
    const kind = engineKinds.find((known) => known === wish);
    if (!kind) throw new Error(`HYPERDRIVE_TEST_ENGINE=${wish}: not one of ${engineKinds.join(', ')}`);
    return kind;
  }
  if (findProgram(['valkey-server'], env['PATH'])) return 'valkey';
  const redis = findProgram(['redis-server'], env['PATH']);
  return redis && isRedis7(redis) ? 'valkey' : 'builtin';
}

export async function startEngine(kind: EngineKind, env: NodeJS.ProcessEnv): Promise<EngineUnderTest> {
  switch (kind) {
    case 'builtin':
      return startHosted('builtin', env);
    case 'valkey':
      return startHosted('valkey', env);
    case 'redis':
      return startRedis(env);
    case 'container':
      return startContainer();
    case 'url': {
      const url = env['HYPERDRIVE_TEST_URL'];
      if (!url)
        throw new Error('HYPERDRIVE_TEST_ENGINE=url: set HYPERDRIVE_TEST_URL to the server to test on');
      return { url, server: await askServer(url), env: machineEnv(env), stop: async () => {} };
    }
  }
}

/** An engine of the product's own, from the built command, in a runtime folder that nobody else uses. */
async function startHosted(
  engine: 'builtin' | 'valkey',
  env: NodeJS.ProcessEnv,
  onlyServer?: string,
): Promise<EngineUnderTest> {
  if (!existsSync(join(root, 'dist', 'main.js'))) {
    throw new Error('There is no dist/main.js to start an engine with. Run: npm run build');
  }
  const runtime = mkdtempSync(join(shortTemporaryFolder, 'hd-test-'));
  const hostEnv: NodeJS.ProcessEnv = { ...env, XDG_RUNTIME_DIR: runtime };
  for (const name of ownVariables) delete hostEnv[name];
  if (onlyServer) hostEnv['PATH'] = pathWithOnly(onlyServer, join(runtime, 'bin'), env);

  const stop = async () => {
    await hyperdrive(['engine', 'stop'], hostEnv);
    rmSync(runtime, { recursive: true, force: true });
  };
  try {
    const url = await hyperdrive(['engine', 'url', '--engine', engine], hostEnv);
    return { url, server: await askServer(url), env: machineEnv(hostEnv), stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** What of an environment decides where private engines come from. */
function machineEnv(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR'].map((name) => [name, env[name]]));
}

async function startRedis(env: NodeJS.ProcessEnv): Promise<EngineUnderTest> {
  const file = findProgram(['redis-server'], env['PATH']);
  if (!file) throw new Error('HYPERDRIVE_TEST_ENGINE=redis: there is no redis-server on PATH');
  const engine = await startHosted('valkey', env, file);
  if (engine.server.startsWith('Redis ')) return engine;
  await engine.stop();
  throw new Error(`HYPERDRIVE_TEST_ENGINE=redis: ${file} calls itself ${engine.server}`);
}

/** A folder for PATH that holds this one server, and what a host may call besides, but no other server. */
function pathWithOnly(server: string, folder: string, env: NodeJS.ProcessEnv): string {
  mkdirSync(folder);
  symlinkSync(server, join(folder, basename(server)));
  symlinkSync(process.execPath, join(folder, 'node'));
  for (const name of ['sh', 'prlimit']) {
    const tool = findProgram([name], env['PATH']);
    if (tool) symlinkSync(tool, join(folder, name));
  }
  return folder;
}

async function startContainer(): Promise<EngineUnderTest> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer('valkey/valkey:8')
    .withExposedPorts(6379)
    .withWaitStrategy(Wait.forLogMessage('Ready to accept connections'))
    .withStartupTimeout(60_000)
    .start();
  const url = `valkey://127.0.0.1:${container.getMappedPort(6379)}`;
  return {
    url,
    server: await askServer(url),
    env: machineEnv(process.env),
    stop: async () => {
      await container.stop();
    },
  };
}

/** Runs the built command and returns what it printed. */
async function hyperdrive(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [command, ...args], { cwd: root, env, timeout: 30_000 });
  return stdout.trim();
}

async function askServer(url: string): Promise<string> {
  const connection = await connect(parseServerUrl(url));
  try {
    const info = String(await connection.call('INFO'));
    const valkey = /^valkey_version:(\S+)/m.exec(info)?.[1];
    const redis = /^redis_version:(\S+)/m.exec(info)?.[1];
    return valkey ? `Valkey ${valkey}` : `Redis ${redis ?? '(no version)'}`;
  } finally {
    connection.close();
  }
}

function isRedis7(file: string): boolean {
  const version = /v=(\d+)/.exec(execFileSync(file, ['--version'], { encoding: 'utf8', timeout: 5000 }));
  return Number(version?.[1]) >= 7;
}
