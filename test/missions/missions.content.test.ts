import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeContext, withSession, type Session } from '../../src/commands/context.ts';
import { playUnseen, type UnseenPlay } from '../../src/commands/unseen-play.ts';
import type { Deps } from '../../src/deps.ts';
import { startGateways } from '../../src/gateway/instance/start.ts';
import { checkMission, findMission, listMissions, loadMission, type Loaded } from '../../src/lesson/library.ts';
import { problemText } from '../../src/lesson/mission.ts';
import type { PlayedThrough } from '../../src/lesson/play-through.ts';
import { makeWorld, packageFolder } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const world = makeWorld(engineUrl);
const listed = await listMissions(world, (line) => {
  throw new Error(line);
});
const missions = await Promise.all(listed.map((one) => loadMission(world, one)));

let spaces = 0;

/** The built gateways, on the engine that is tested. */
const gateways: Pick<Deps, 'env' | 'startGateways'> = {
  env: { VALKEY_URL: engineUrl },
  startGateways: (settings, told) => startGateways(join(packageFolder, 'dist/gateway.js'), settings, told),
};

/** Plays straight through from a step on, in a namespace of its own. */
function play(loaded: Loaded, options: Omit<UnseenPlay, 'namespace'> = {}): Promise<PlayedThrough> {
  const context = makeContext({ ...makeWorld(engineUrl), ...gateways }, { input: false });
  const namespace = `lesson-${process.pid}-${++spaces}`;
  return withSession(context, (session) => playUnseen(context, session, loaded, { ...options, namespace }));
}

const readingMs = 90_000;

/** 90 seconds go by for every key: what would expire in them does, the others have so much less to live. */
async function read({ engine, prefix }: Session): Promise<void> {
  const [, keys] = (await engine.call('SCAN', '0', 'MATCH', `${prefix}*`, 'COUNT', 10_000)) as [string, string[]];
  for (const key of keys) {
    const ttl = Number(await engine.call('PTTL', key));
    if (ttl >= 0) await engine.call('PEXPIRE', key, Math.max(1, ttl - readingMs));
  }
}

describe.each(missions)('mission $mission.number', (loaded) => {
  const { mission } = loaded;

  it('keeps the rules of missions, and its links lead somewhere', async () => {
    const { problems } = await checkMission(world, loaded, { links: true });
    expect(problems.map(problemText)).toEqual([]);
  });

  it('does what it claims', async () => {
    const { problems, passed } = await play(loaded);
    expect(problems.map(problemText)).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });

  it('does so for a slow reader, with 90 seconds at every stop', async () => {
    let stops = 0;
    const { problems } = await play(loaded, {
      async beforeStop(session) {
        stops++;
        await read(session);
      },
    });
    expect(problems.map(problemText)).toEqual([]);
    expect(stops).toBeGreaterThan(mission.steps.length);
  });

  it.each(mission.steps.map(({ id }, at) => [id, at] as const))('does so when it is resumed at %s', async (_, start) => {
    const { problems } = await play(loaded, { start });
    expect(problems.map(problemText)).toEqual([]);
  });

  it('is found by its number, its id and its path', async () => {
    for (const name of [String(mission.number), mission.id, `./${loaded.file}`]) {
      const found = await findMission(world, name);
      expect((await loadMission(world, found)).mission.id).toBe(mission.id);
    }
  });
});

it('has numbers and ids of their own', () => {
  expect(new Set(missions.map(({ mission }) => mission.number)).size).toBe(missions.length);
  expect(new Set(missions.map(({ mission }) => mission.id)).size).toBe(missions.length);
});
