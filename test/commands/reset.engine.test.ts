import { afterAll, afterEach, expect, it } from 'vitest';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { engineUrl } from '../support/engine-here.ts';
import { documents, makeWorld } from '../support/world.ts';

const namespace = `t-reset-${process.pid}`;
const prefix = prefixOf(namespace);
const engine = await openEngine('url', parseServerUrl(engineUrl));

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

async function run(line: string) {
  const world = makeWorld(engineUrl);
  await world.runCommand([...line.split(' '), '--json', '--namespace', namespace], world);
  return documents(world).at(-1)!;
}
const both = (ship: string) =>
  engine.call('EXISTS', ...['', ':last_refill'].map((part) => `${prefix}${ship}.undeclared-key${part}`));
const jump = (ship: string) => run(`jump ${ship} --algorithm flawed/undeclared-key`);

it('finds the keys of a ship that a flawed script does not declare, and spares those of others', async () => {
  for (const ship of ['enterprise', 'falcon']) await jump(ship);
  expect([await both('enterprise'), await both('falcon')]).toEqual([2, 2]);
  expect(await run('reset enterprise --yes')).toMatchObject({ deleted: 2 });
  expect([await both('enterprise'), await both('falcon')]).toEqual([0, 2]);
  // Also where somebody has deleted the one that was declared.
  await engine.call('DEL', `${prefix}falcon.undeclared-key`);
  expect(await run('reset falcon --yes')).toMatchObject({ deleted: 1 });
});

it.each(['reset --yes', 'reset --all --yes'])('finds them with all others: %s', async (line) => {
  await jump('enterprise');
  await run('jump falcon');
  expect(await run(line)).toMatchObject({ deleted: 3 });
  expect(await both('enterprise')).toBe(0);
});
