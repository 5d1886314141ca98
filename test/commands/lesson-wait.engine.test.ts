import { afterAll, expect, it } from 'vitest';
import { lessonIO } from '../../src/commands/lesson-io.ts';
import { makeContext, withSession } from '../../src/commands/context.ts';
import type { Document } from '../../src/deps.ts';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { missionOf } from '../support/scripted-player.ts';
import { makeWatcher, type Event } from '../support/watcher.ts';
import { makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const namespace = `t-lesson-wait-${process.pid}`;
const engine = await openEngine('url', parseServerUrl(url));
afterAll(async () => {
  await releaseClock(engine, prefixOf(namespace));
  engine.close();
});

/** What a wait of five minutes comes to in a lesson. */
async function waitInLesson(
  mode: 'shown' | 'silent',
  { canAsk, events = [] }: { canAsk: boolean; events?: Event[] },
): Promise<Document | null> {
  const mission = await missionOf('## A step\n');
  const context = makeContext(
    { ...makeWorld(url), ...makeWatcher(events).deps, canAsk },
    { input: true, namespace },
  );
  return withSession(context, async (session) => {
    const io = await lessonIO(context, session, {
      mission,
      folder: '/',
      file: 'lesson.md',
      name: '5',
      text: '',
      builtIn: false,
    });
    await io.enter();
    return io.run('hyperdrive wait 5m', mode);
  });
}

it('is a real one where a learner watches', async () => {
  expect(await waitInLesson('shown', { canAsk: true, events: [[2_000, 'space']] })).toMatchObject({
    waitedMs: 2_000,
    warpedMs: 298_000,
  });
});

it.each([
  ['a block is replayed', 'silent', true],
  ['the lesson plays straight through', 'shown', false],
] as const)('warps at once where %s', async (_, mode, canAsk) => {
  expect(await waitInLesson(mode, { canAsk })).toMatchObject({ waitedMs: 0, warpedMs: 300_000 });
});
