import type { Arenas } from '../engine/arena.ts';
import type { Context } from './context.ts';

/**
 * Throwaway servers for an attack, which opens many: what there is to say of them is said once, and all are of the kind that the
 * first one is of, for a verdict names one server.
 */
export function arenasOf({ deps, options, notice }: Pick<Context, 'deps' | 'options' | 'notice'>): Arenas {
  const told = new Set<string>();
  let engine = options.engine;
  return async (keys) => {
    const arena = await deps.openArena(keys, { ...options, ...(engine && { engine }) }, (line) => {
      if (!told.has(line)) notice(line);
      told.add(line);
    });
    engine ??= arena.server.name === 'look-alike' ? 'builtin' : 'valkey';
    return arena;
  };
}
