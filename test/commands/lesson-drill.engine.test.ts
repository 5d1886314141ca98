import { expect, it } from 'vitest';
import { lessonIO } from '../../src/commands/lesson-io.ts';
import { makeContext, withSession } from '../../src/commands/context.ts';
import type { Deps } from '../../src/deps.ts';
import { NoEngineError } from '../../src/errors.ts';
import type { PlayerIO } from '../../src/lesson/player.ts';
import { engineUrl } from '../support/engine-here.ts';
import { missionOf } from '../support/scripted-player.ts';
import { makeWorld } from '../support/world.ts';

/** What a lesson has of the world on a machine without a server for clusters. */
async function inLesson<T>(deps: Partial<Deps>, work: (io: PlayerIO) => Promise<T>): Promise<T> {
  const mission = await missionOf('## A step\n');
  const namespace = `t-lesson-drill-${process.pid}`;
  const context = makeContext({ ...makeWorld(engineUrl), ...deps }, { input: false, namespace });
  return withSession(context, async (session) => {
    const io = await lessonIO(context, session, {
      mission,
      folder: '/',
      file: 'lesson.md',
      name: '10',
      text: '',
      builtIn: false,
    });
    try {
      return await work(io);
    } finally {
      await io.leave();
    }
  });
}

it('a lesson has no cluster where none can be started, whatever server it plays on', async () => {
  expect(await inLesson({ canStartCluster: async () => false }, async (io) => io.capabilities.cluster)).toBe(
    false,
  );
});

it('a drill that gets no servers of its own is told, and does not end the lesson', async () => {
  const none = new NoEngineError('No throwaway cluster: the ports are gone.');
  const error = await inLesson({ openDrillCluster: () => Promise.reject(none) }, (io) =>
    io.run('hyperdrive drill slots', 'shown').catch((error: unknown) => error),
  );
  expect(error).toMatchObject({ message: none.message, cause: none });
  expect(error).not.toBeInstanceOf(NoEngineError);
});
