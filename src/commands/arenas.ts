import type { Arenas } from '../engine/arena.ts';
import type { Context } from './context.ts';

/** Throwaway servers for an attack, which opens many: what there is to say of them is said once. */
export function arenasOf({ deps, options, notice }: Pick<Context, 'deps' | 'options' | 'notice'>): Arenas {
  const told = new Set<string>();
  return (arena) =>
    deps.openArena(arena, options, (line) => {
      if (!told.has(line)) notice(line);
      told.add(line);
    });
}
