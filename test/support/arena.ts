import { join } from 'node:path';
import { inject } from 'vitest';
import type { Arena, ArenaOptions } from '../../src/engine/arena.ts';
import { openArena, openThrowaway } from '../../src/engine/arena/open.ts';
import type { EngineKind } from '../../src/engine/port.ts';
import type { Throwaway } from '../../src/engine/throwaway.ts';
import type { EngineKind as TestedKind } from './engine-under-test.ts';
import { workerEngine } from './worker-engine.ts';

const hostScript = join(import.meta.dirname, '../../dist/host.js');

/** The kind that stands for the engine under test; of a server that has a name there is whatever PATH holds. */
const forced: Partial<Record<TestedKind, EngineKind>> = {
  valkey: 'valkey',
  redis: 'valkey',
  builtin: 'builtin',
};

/** What arenas of tests are opened on. */
export const surroundings = (env: Record<string, string | undefined> = {}) => ({
  env: { ...workerEngine().env, ...env },
  hostScript,
  notice: () => {},
});

/** An arena on the kind of engine that is under test. */
export function openTestArena(options: ArenaOptions, env: Record<string, string> = {}): Promise<Arena> {
  return openArena(options, choiceHere(), surroundings(env));
}

/** A server that may be killed, of the same kind. */
export function openTestThrowaway(env: Record<string, string> = {}): Promise<Throwaway> {
  return openThrowaway(choiceHere(), surroundings(env));
}

function choiceHere() {
  const engine = forced[inject('engineKind')];
  return engine ? { engine } : {};
}
