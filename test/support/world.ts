import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps, Document, Progress } from '../../src/deps.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { openHttpClient } from '../../src/gateway/client.ts';
import { namesIn } from '../../src/platform/folders.ts';
import type { Machine } from '../../src/platform/machine.ts';
import { writeNewFolder } from '../../src/platform/new-folder.ts';
import { createProgram } from '../../src/program.ts';
import { openTestArena, openTestThrowaway } from './arena.ts';

export const packageFolder = join(import.meta.dirname, '../..');

export interface World extends Deps {
  /** What was printed on stdout. */
  printed(): string;
}

/** A machine on which nothing is wrong. */
export const healthyMachine: Machine = {
  node: '20.19.0',
  system: 'linux x64',
  runtime: { folder: '/run/user/1000/hyperdrive', notices: [], sockets: [] },
  progress: { folder: '/home/ann/.local/state/hyperdrive', problem: null },
};

/** The real dependencies on the engine at `url`, without a person and without a disk to keep progress on. */
export function makeWorld(url: string): World {
  let text = '';
  let progress: Progress = { missions: {}, challenges: {} };
  const quiet = { isTTY: false, columns: 80 };
  return {
    env: {},
    stdout: { ...quiet, write: (more) => void (text += more) },
    stderr: { ...quiet, write: () => {} },
    canAsk: false,
    prompts: () => Promise.reject(new Error('nobody is here to ask')),
    now: Date.now,
    stopwatch: () => performance.now(),
    sleep: () => Promise.reject(new Error('no test waits')),
    seed: () => 1,
    openEngine: () => openEngine('url', parseServerUrl(url)),
    openHttp: async () => openHttpClient(),
    openArena: (options) => openTestArena(options),
    openThrowaway: () => openTestThrowaway(),
    openDrillCluster: () => Promise.reject(new Error('no test starts a cluster here')),
    engineHost: { status: async () => null, stop: async () => false },
    machine: async () => healthyMachine,
    packageFolder,
    listMissions: () => readdirSync(join(packageFolder, 'missions')),
    exists: existsSync,
    listFolder: namesIn,
    packageFile: (path) => readFileSync(join(packageFolder, path), 'utf8'),
    readFile: async (path) => readFileSync(path, 'utf8'),
    writeNewFile: () => Promise.reject(new Error('no test writes here')),
    writeNewFolder,
    cwd: () => '/',
    makeFolder: () => Promise.reject(new Error('no test writes here')),
    replaceFile: () => Promise.reject(new Error('no test writes here')),
    fileMark: async () => null,
    runProgram: () => Promise.reject(new Error('no test starts programs')),
    exitWith: () => {},
    progress: {
      load: () => progress,
      update: (change) => void (progress = change(progress)),
      clear: () => false,
    },
    version: '0.0.0',
    startGateways: () => Promise.reject(new Error('no test starts gateways here')),
    signalled: () => new Promise(() => {}),
    beforeExit: () => () => {},
    runCommand: async (argv, deps: Deps) =>
      void (await createProgram(deps).parseAsync(argv, { from: 'user' })),
    printed: () => text,
  };
}

/** The documents of a world's printed JSON. */
export function documents(world: World): Document[] {
  return world
    .printed()
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Document);
}
