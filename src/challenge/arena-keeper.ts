import { ArenaFell, type Arena, type ArenaOptions, type Arenas } from '../engine/arena.ts';

/** An arena at a time: the next one is opened when the one before has fallen. */
export interface ArenaKeeper {
  /**
   * Does work in the arena. Rejects with `ArenaFell` where it takes longer than it may, or the server dies of it: twice, for it
   * may have been the machine's doing. So the work must be such as can be done again.
   */
  use<T>(work: (arena: Arena) => Promise<T>, ms?: number): Promise<T>;
  stop(): Promise<void>;
}

/** How long one sequence may take: thousands of times what it does. */
export const patienceMs = 3_000;

export function keepArena(arenas: Arenas, options: ArenaOptions): ArenaKeeper {
  let arena: Promise<Arena> | null = null;
  /** Whether the script is known for it: then once is enough. */
  let fellTwice = false;

  async function once<T>(work: (arena: Arena) => Promise<T>, ms: number): Promise<T> {
    const open = await (arena ??= arenas(options));
    try {
      return await open.within(ms, () => work(open));
    } catch (error) {
      if (error instanceof ArenaFell) {
        arena = null;
        await open.stop();
      }
      throw error;
    }
  }

  return {
    async use(work, ms = patienceMs) {
      try {
        return await once(work, ms);
      } catch (error) {
        if (!(error instanceof ArenaFell) || fellTwice) throw error;
      }
      try {
        return await once(work, ms);
      } catch (error) {
        fellTwice ||= error instanceof ArenaFell;
        throw error;
      }
    },
    async stop() {
      await (await arena)?.stop();
      arena = null;
    },
  };
}
