import { afterAll, expect, it } from 'vitest';
import { lessonIO } from '../../src/commands/lesson-io.ts';
import { makeContext, withSession } from '../../src/commands/context.ts';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { missionOf } from '../support/scripted-player.ts';
import { makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const namespace = `t-lesson-enter-${process.pid}`;
const engine = await openEngine('url', parseServerUrl(url));
afterAll(async () => {
  await releaseClock(engine, prefixOf(namespace));
  engine.close();
});

/** What a lesson says of what it found when it was entered, twice. */
async function toldOnEntering(): Promise<string> {
  const mission = await missionOf('## A step\n');
  const world = makeWorld(url);
  let told = '';
  const stderr = { ...world.stderr, write: (text: string) => void (told += text) };
  const context = makeContext({ ...world, stderr }, { input: true, namespace });
  await withSession(context, async (session) => {
    const place = { folder: '/', file: 'lesson.md', name: '5', text: '', builtIn: false };
    const io = await lessonIO(context, session, { mission, ...place });
    await io.enter();
    await io.enter();
  });
  return told;
}

it.each([
  ['jump enterprise --record', 'Cleared 1 old limiter and what --record had counted.'],
  ['jump enterprise', 'Cleared 1 old limiter.'],
  ['inspect', ''],
])('after `%s` it says what was cleared', async (line, told) => {
  const world = makeWorld(url);
  await world.runCommand([...line.split(' '), '--namespace', namespace], world);
  expect((await toldOnEntering()).trim()).toBe(told);
});
