import { afterEach, describe, expect, it } from 'vitest';
import type { Document } from '../../src/deps.ts';
import { clearLimiters } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { UsageError } from '../../src/errors.ts';
import { exampleFleet } from '../../src/fleet-file.ts';
import { documents, makeWorld, type World } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const namespace = `t-fleet-${process.pid}`;
afterEach(async () => {
  const engine = await openEngine('url', parseServerUrl(url));
  await clearLimiters(engine, prefixOf(namespace));
  engine.close();
});

/** A world with one file, and what was read of it. */
function worldWith(text: string, env: World['env'] = {}): World & { read: string[] } {
  const read: string[] = [];
  const readFile = async (path: string) => {
    read.push(path);
    return text;
  };
  return { ...makeWorld(url), env, readFile, read };
}

async function run(world: World, ...argv: string[]): Promise<Document[]> {
  await world.runCommand([...argv, '--json', '--namespace', namespace], world);
  return documents(world);
}

describe('a fleet of the user’s', () => {
  it.each([
    ['--fleet', ['--fleet', 'mine.json'], {}],
    ['HYPERDRIVE_FLEET', [], { HYPERDRIVE_FLEET: 'mine.json' }],
    ['--fleet before HYPERDRIVE_FLEET', ['--fleet', 'mine.json'], { HYPERDRIVE_FLEET: 'other.json' }],
  ])('replaces the built-in one with %s', async (_, options, env) => {
    const world = worldWith(exampleFleet, env);
    const [jump] = await run(world, 'jump', 'free-plan', ...options);
    expect(jump).toMatchObject({
      key: `${prefixOf(namespace)}free-plan`,
      algorithm: 'token-bucket',
      limit: 60,
      capacity: 10,
      remaining: 9,
    });
    expect(world.read).toEqual(['mine.json']);
    await expect(run(worldWith(exampleFleet, env), 'jump', 'enterprise', ...options)).rejects.toThrow(
      /no ship "enterprise" in the fleet: free-plan, paid-plan, login\./,
    );
  });

  it('keeps a capacity for the bucket it belongs to', async () => {
    const options = ['--fleet', 'mine.json', '--algorithm'];
    const [other] = await run(worldWith(exampleFleet), 'jump', 'free-plan', ...options, 'fixed-window');
    expect(other).toMatchObject({ algorithm: 'fixed-window', remaining: 59 });
    expect(other).not.toHaveProperty('capacity');
    const [bucket] = await run(worldWith(exampleFleet), 'jump', 'free-plan', ...options, 'gcra');
    expect(bucket).toMatchObject({ algorithm: 'gcra', capacity: 10, remaining: 9 });
  });

  it('is told when it is wrong, by whoever needs it', async () => {
    const wrong = '{"ships":[{"name":"a","algorithm":"gcra","limit":-5,"period":"1s"}]}';
    for (const argv of [['jump', 'a'], ['burst', 'a'], ['fleet']]) {
      const asked = run(worldWith(wrong), ...argv, '--fleet', 'mine.json');
      await expect(asked).rejects.toThrow(
        new UsageError('mine.json: ships[0].limit must be a whole number from 1 up, got -5'),
      );
    }
  });

  it('is not read by a command that has no use for it', async () => {
    const world = worldWith('no fleet at all', { HYPERDRIVE_FLEET: 'mine.json' });
    await run(world, 'inspect');
    expect(world.read).toEqual([]);
  });

  it('is not for lessons, which name their ships', async () => {
    const world = worldWith('no fleet at all', { HYPERDRIVE_FLEET: 'mine.json' });
    const summary = (await run(world, 'mission', '5', '--no-input')).at(-1);
    expect(summary).toMatchObject({ failed: 0 });
    expect(world.read).toEqual([]);
  });
});

describe('fleet', () => {
  it('shows the built-in fleet, or the user’s', async () => {
    const [builtIn] = await run(worldWith(''), 'fleet');
    expect(builtIn).toMatchObject({ file: null, ships: { length: 8 } });
    const [own] = await run(worldWith(exampleFleet), 'fleet', '--fleet', 'mine.json');
    expect(own).toMatchObject({ file: 'mine.json', ships: { length: 3 } });
  });

  it('init writes an example that every command takes', async () => {
    const written: Record<string, string> = {};
    const world: World = {
      ...makeWorld(url),
      writeNewFile: async (path, text) => void (written[path] = text),
    };
    await run(world, 'fleet', 'init');
    expect(await run(world, 'fleet', 'init', 'sub/mine.json')).toEqual([
      { file: 'fleet.json', ships: 3 },
      { file: 'sub/mine.json', ships: 3 },
    ]);
    expect(written).toEqual({ 'fleet.json': exampleFleet, 'sub/mine.json': exampleFleet });
  });

  it.each([
    [['show', 'mine.json'], /hyperdrive fleet --fleet FILE/],
    [['init', '--fleet', 'mine.json'], /what init writes is named behind it/],
    [['--fleet', ''], /--fleet is empty/],
  ])('refuses %j', async (argv, message) => {
    const asked = run(worldWith(exampleFleet), 'fleet', ...argv);
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(message);
  });
});
