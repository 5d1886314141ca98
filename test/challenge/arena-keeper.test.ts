import { expect, it } from 'vitest';
import { keepArena } from '../../src/challenge/arena-keeper.ts';
import { ArenaFell, type Arena } from '../../src/engine/arena.ts';

/** Arenas of which the first so many fall over any work. */
function arenas(falling: number) {
  const told = { opened: 0, stopped: 0 };
  const open = async (): Promise<Arena> => {
    const falls = ++told.opened <= falling;
    const arena: Partial<Arena> = {
      within: async (_, work) => {
        if (falls) throw new ArenaFell('deadline');
        return work();
      },
      stop: async () => void told.stopped++,
    };
    return arena as Arena;
  };
  return { told, keeper: keepArena(open, { keys: [] }) };
}

it('a machine that stood still once is no mistake of the script', async () => {
  const { told, keeper } = arenas(1);
  expect(await keeper.use(async () => 'done')).toBe('done');
  await keeper.stop();
  expect(told).toEqual({ opened: 2, stopped: 2 });
});

it('what falls twice has fallen, and gets no second chance any more', async () => {
  const { told, keeper } = arenas(3);
  await expect(keeper.use(async () => 'done')).rejects.toThrow(ArenaFell);
  expect(told.opened).toBe(2);
  await expect(keeper.use(async () => 'done')).rejects.toThrow(ArenaFell);
  expect(told.opened).toBe(3);
});
