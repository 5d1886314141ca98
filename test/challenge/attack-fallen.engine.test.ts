/** Servers that are killed by somebody else while a script is attacked: it is not the script that is blamed. */
import { expect, it } from 'vitest';
import { attack } from '../../src/challenge/attack.ts';
import { makeSpecimen } from '../../src/challenge/specimen-of.ts';
import { ArenaFell, type Arenas } from '../../src/engine/arena.ts';
import { openTestArena } from '../support/arena.ts';
import { gist, packageFile } from './attacked.ts';

/** Servers of which the first falls at the n-th piece of work. */
function fallingAt(n: number, fell: () => void): Arenas {
  let left = n;
  return async (options) => {
    const arena = await openTestArena(options);
    return {
      ...arena,
      within: (ms, work) => {
        left -= 1;
        if (left !== 0) return arena.within(ms, work);
        fell();
        return arena.stop().then(() => Promise.reject(new ArenaFell('died')));
      },
    };
  };
}

const attackOn = (arenas: Arenas, text: string) =>
  attack(arenas, makeSpecimen('limiter.lua', text, { packageFile })!, {
    seed: 1,
    timeMs: 1,
    now: Date.now,
    sleep: async () => {},
  });

it.each([2, 3, 5, 20, 60])('a sound script passes, killed at %i', { timeout: 120_000 }, async (n) => {
  let fallen = 0;
  const verdict = await attackOn(
    fallingAt(n, () => void fallen++),
    packageFile('lua/token-bucket.lua'),
  );
  expect(gist(verdict)).toBeNull();
  expect(fallen).toBe(1);
});

it('a script over which every server falls is blamed', { timeout: 120_000 }, async () => {
  let works = 0;
  const always: Arenas = async (options) => {
    const arena = await openTestArena(options);
    return {
      ...arena,
      within: (ms, work) => (works++ < 3 ? arena.within(ms, work) : Promise.reject(new ArenaFell('died'))),
    };
  };
  const verdict = await attackOn(always, packageFile('lua/token-bucket.lua'));
  expect(gist(verdict)).toMatchObject({ law: 'memory' });
});
