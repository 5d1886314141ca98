import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import module from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import type { Deps, TextStream } from './deps.ts';
import { codeOf, HyperdriveError, messageOf } from './errors.ts';
import { keyReader } from './platform/keys.ts';
import { namesIn } from './platform/folders.ts';
import { progressStore } from './platform/progress-store.ts';
import { createProgram } from './program.ts';
import { diagnostic } from './view/diagnostic.ts';
import { escapeLines } from './view/escape.ts';

// Node 22.1 and later; a third faster from the second start on.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const hostScript = fileURLToPath(new URL('./host.js', import.meta.url));
const gatewayScript = fileURLToPath(new URL('./gateway.js', import.meta.url));
const { env, stdin, stdout, stderr } = process;

const somebodyIsHere = (stdin.isTTY ?? false) && (stdout.isTTY ?? false) && env['TERM'] !== 'dumb';

const undos = new Set<() => Promise<unknown>>();

const deps: Deps = {
  env,
  stdout: streamOf(stdout),
  stderr: streamOf(stderr),
  canAsk: somebodyIsHere,
  prompts: async () => (await import('./platform/prompts.ts')).prompts,
  now: Date.now,
  stopwatch: () => performance.now(),
  sleep: (ms, signal) =>
    sleep(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    }),
  seed: () => randomInt(2 ** 31),
  ...(somebodyIsHere && {
    nextKey: keyReader(stdin),
    ...(stderr.isTTY && { screen: streamOf(stderr) }),
  }),
  openEngine: async (choice, notice) =>
    (await import('./engine/choose.ts')).chooseEngine(choice, { env, hostScript, notice }),
  openArena: async (options, choice, notice) =>
    (await import('./engine/arena/open.ts')).openArena(options, choice, { env, hostScript, notice }),
  openThrowaway: async (choice, notice) =>
    (await import('./engine/arena/open.ts')).openThrowaway(choice, { env, hostScript, notice }),
  openHttp: async () => (await import('./gateway/client.ts')).openHttpClient(),
  openDrillCluster: async (notice) =>
    (await import('./engine/cluster/drill.ts')).openDrillCluster(env, notice),
  canStartCluster: async () => (await import('./engine/choose.ts')).hasServer(env),
  engineHost: {
    status: async () => (await import('./engine/choose.ts')).hostStatus(env),
    stop: async () => (await import('./engine/choose.ts')).stopHost(env),
  },
  machine: async () => (await import('./platform/machine.ts')).examineMachine(env),
  packageFolder,
  packageFile: (path) => readFileSync(join(packageFolder, path), 'utf8'),
  listMissions: () => readdirSync(join(packageFolder, 'missions')),
  exists: existsSync,
  listFolder: namesIn,
  readFile: async (path) => (await import('./platform/user-files.ts')).readUserFile(path),
  writeNewFile: async (path, text) => (await import('./platform/user-files.ts')).writeUserFile(path, text),
  writeNewFolder: async (path, files) =>
    (await import('./platform/new-folder.ts')).writeNewFolder(path, files),
  cwd: process.cwd,
  makeFolder: async (path) => (await import('./platform/user-files.ts')).makeFolder(path),
  replaceFile: async (path, text) => (await import('./platform/user-files.ts')).replaceUserFile(path, text),
  fileMark: async (path) => (await import('./platform/user-files.ts')).fileMark(path),
  runProgram: async (file, args) => (await import('./platform/programs.ts')).runProgram(file, args),
  exitWith: (code) => {
    process.exitCode = code;
  },
  progress: progressStore(env, (line) => stderr.write(diagnostic(`${line}\n`, stderr))),
  version: (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string })
    .version,
  beforeExit(undo) {
    undos.add(undo);
    return () => undos.delete(undo);
  },
  startGateways: async (settings, told) =>
    (await import('./gateway/instance/start.ts')).startGateways(gatewayScript, settings, told),
  signalled: () =>
    new Promise((resolve) => {
      hearSignal = resolve;
    }),
  runCommand: async (argv, others) => void (await createProgram(others).parseAsync(argv, { from: 'user' })),
};

function streamOf(stream: NodeJS.WriteStream): TextStream {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY ?? false,
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
  };
}

/** Who answers the next signal in place of this file. */
let hearSignal: ((signal: string) => void) | null = null;

/** How long what must be undone may hold up a signal. */
const graceMs = 1_000;
let leaving = false;

/** Ends the process from outside of what it does: gives the cursor back, which a prompt hides, and undoes what must be. */
function leave(exitCode: number, complaint?: string): void {
  // Who asks twice means it.
  if (leaving) process.exit(exitCode);
  leaving = true;
  if (stdout.isTTY) stdout.write(undos.size ? '\u001b[?25h\n' : '\u001b[?25h');
  if (complaint) stderr.write(`${complaint}\n`);
  setTimeout(() => process.exit(exitCode), graceMs);
  void Promise.allSettled([...undos].map((undo) => undo())).then(() => process.exit(exitCode));
}

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const) {
  process.on(signal, () => {
    const hear = hearSignal;
    hearSignal = null;
    if (hear) hear(signal);
    else leave(128 + number);
  });
}
for (const stream of [stdout, stderr]) {
  stream.on('error', (error) => {
    if (leaving) return;
    // The reader of a pipe has enough: so have we.
    if (codeOf(error) === 'EPIPE') leave(0);
    else leave(1, `The output cannot be written: ${messageOf(error)}.`);
  });
}

function report(error: unknown): number {
  // Commander has printed its own.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const known = error instanceof HyperdriveError;
  if (leaving) return 1;
  const message = known ? error.message : `Something broke inside hyperdrive: ${messageOf(error)}`;
  stderr.write(diagnostic(`${message}\n`, stderr));
  if (process.argv.includes('--verbose')) {
    for (let cause: unknown = known ? error.cause : error; cause; cause = (cause as Error).cause) {
      stderr.write(
        escapeLines(
          `  because: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
        ),
      );
    }
  }
  return known ? error.exitCode : 1;
}

try {
  await createProgram(deps).parseAsync(process.argv);
} catch (error) {
  const exitCode = report(error);
  if (exitCode === 130) leave(130);
  else if (!leaving) process.exitCode = exitCode;
}
