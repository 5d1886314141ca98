import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import type { Deps } from './deps.ts';
import { codeOf, HyperdriveError, messageOf, UsageError } from './errors.ts';
import { builtInFleet } from './fleet.ts';
import { progressStore } from './platform/progress-store.ts';
import { createProgram } from './program.ts';
import { escapeLines } from './view/escape.ts';

// Node 22.1 and later; a third faster from the second start on.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const hostScript = fileURLToPath(new URL('./host.js', import.meta.url));
const { env, stdin, stdout, stderr } = process;

const deps: Deps = {
  env,
  stdout: {
    write: (text) => void stdout.write(text),
    isTTY: stdout.isTTY ?? false,
    get columns() {
      return stdout.columns;
    },
  },
  stderr: {
    write: (text) => void stderr.write(text),
    isTTY: stderr.isTTY ?? false,
    get columns() {
      return stderr.columns;
    },
  },
  canAsk: (stdin.isTTY ?? false) && (stdout.isTTY ?? false) && env['TERM'] !== 'dumb',
  prompts: async () => (await import('./platform/prompts.ts')).prompts,
  now: Date.now,
  openEngine: async (choice, notice) =>
    (await import('./engine/choose.ts')).chooseEngine(choice, { env, hostScript, notice }),
  engineHost: {
    status: async () => (await import('./engine/choose.ts')).hostStatus(env),
    stop: async () => (await import('./engine/choose.ts')).stopHost(env),
  },
  fleet: builtInFleet,
  packageFolder,
  packageFile: (path) => readFileSync(join(packageFolder, path), 'utf8'),
  listMissions: () => readdirSync(join(packageFolder, 'missions')),
  exists: existsSync,
  readFile: readUserFile,
  progress: progressStore(env, (line) => stderr.write(`${line}\n`)),
  version: (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string })
    .version,
  runCommand: async (argv, others) => void (await createProgram(others).parseAsync(argv, { from: 'user' })),
};

async function readUserFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' }[
      codeOf(error) ?? ''
    ];
    throw new UsageError(`${path} cannot be read: ${why ?? messageOf(error)}.`, { cause: error });
  }
}

/** A prompt hides the cursor; whoever ends the program in the middle of one must give it back. */
function leave(exitCode: number): never {
  if (stdout.isTTY) stdout.write('\u001b[?25h');
  process.exit(exitCode);
}

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const) {
  process.on(signal, () => leave(128 + number));
}
// The reader of a pipe has enough: so have we.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error) => {
    if (codeOf(error) === 'EPIPE') process.exit(0);
    throw error;
  });
}

function report(error: unknown): number {
  // Commander has printed its own.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const known = error instanceof HyperdriveError;
  stderr.write(
    `${escapeLines(known ? error.message : `Something broke inside hyperdrive: ${messageOf(error)}`)}\n`,
  );
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
  process.exitCode = exitCode;
}
