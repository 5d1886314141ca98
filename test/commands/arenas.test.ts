import { expect, it } from 'vitest';
import { arenasOf } from '../../src/commands/arenas.ts';
import type { Deps } from '../../src/deps.ts';
import type { Arena } from '../../src/engine/arena.ts';
import { makeWorld } from '../support/world.ts';

it('opens all of the kind that the first one is of', async () => {
  const said: (string | undefined)[] = [];
  const openArena: Deps['openArena'] = async (_keys, { engine }, notice) => {
    said.push(engine);
    notice('no valkey-server');
    const arena: Partial<Arena> = { server: { name: 'look-alike', version: '1' } };
    return arena as Arena;
  };
  const open = arenasOf({
    deps: { ...makeWorld('unix:/nowhere'), openArena },
    options: { input: true },
    notice: (line) => said.push(line),
  });
  await open({ keys: [] });
  await open({ keys: [] });
  expect(said).toEqual([undefined, 'no valkey-server', 'builtin']);
});
