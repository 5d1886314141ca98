import { expect, it } from 'vitest';
import { specimenFor } from '../../../src/challenge/promised.ts';
import { judge } from '../../../src/commands/challenge/judge.ts';
import { makeContext } from '../../../src/commands/context.ts';
import type { Arena } from '../../../src/engine/arena.ts';
import { Interrupted } from '../../../src/errors.ts';
import { challenge } from '../../challenge/learner/challenges.ts';
import { makeWorld, type World } from '../../support/world.ts';
import { engineUrl } from '../../support/engine-here.ts';

const gcra = challenge('keep-the-promise', { model: 'gcra' });

/** A world that counts the arenas that are open. */
function counting() {
  const world = makeWorld(engineUrl);
  const open = new Set<Arena>();
  let opened = 0;
  const counted: World = {
    ...world,
    sleep: async () => {},
    async openArena(...parameters) {
      const arena = await world.openArena(...parameters);
      opened++;
      open.add(arena);
      return { ...arena, stop: () => arena.stop().finally(() => open.delete(arena)) };
    },
  };
  return { context: makeContext(counted, { input: true }), world, open, opened: () => opened };
}

it('attacks a script as its challenge has it', async () => {
  const { context, open } = counting();
  const trial = { challenge: gcra, file: 'limiter.lua', text: 'return { 1, 1, 0, 0 }' };
  const verdict = await judge(context, trial, { seed: 3 });
  expect(verdict).toMatchObject({
    file: 'limiter.lua',
    promises: 'gcra',
    seed: 3,
    finding: { law: 'decision' },
  });
  expect(open.size).toBe(0);
  expect(specimenFor(gcra, 'limiter.lua', trial.text).convention.contract).toBe(true);
});

it('stops in the middle, and its server with it', async () => {
  const { context, world, open, opened } = counting();
  const stop = new AbortController();
  const attacking = judge(
    context,
    { challenge: gcra, file: 'gcra.lua', text: world.packageFile('lua/gcra.lua') },
    { signal: stop.signal },
  );
  while (!opened()) await new Promise((settle) => setImmediate(settle));
  stop.abort();
  await expect(attacking).rejects.toThrow(Interrupted);
  expect(open.size).toBe(0);
});

it('does not begin after that', async () => {
  const { context, opened } = counting();
  const trial = { challenge: gcra, file: 'limiter.lua', text: 'return 1' };
  await expect(judge(context, trial, { signal: AbortSignal.abort() })).rejects.toThrow(Interrupted);
  expect(opened()).toBe(0);
});
