import type { Arena } from '../../src/engine/arena.ts';
import type { Engine } from '../../src/engine/port.ts';
import { specimenOfAlgorithm } from '../../src/challenge/gallery.ts';
import { playSequence } from '../../src/challenge/play.ts';
import type { Play } from '../../src/challenge/diagnose.ts';
import type { Specimen } from '../../src/challenge/specimen.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { readLua } from '../lua/trace.ts';

/** The engine under test as an arena: for scripts that are known to do no harm. */
export function asArena(engine: Engine): Arena {
  return {
    server: engine.server,
    capabilities: engine.capabilities,
    connection: engine,
    connect: () => engine.connect(),
    admin: engine,
    watchCommands: async (work) => {
      await work();
      return [];
    },
    within: (_ms, work) => work(),
    stop: async () => {},
  };
}

export const packaged = (name: string): Specimen =>
  specimenOfAlgorithm(name, `${name}.lua`, makeScripts(name, readLua(name)));

/** Plays for `diagnose`. */
export const player =
  (arena: Arena, specimen: Specimen): Play =>
  async (sequence, scripts = specimen.scripts) =>
    (await playSequence(arena, { ...specimen, scripts }, sequence)).jumps;
