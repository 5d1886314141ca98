import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { combined } from '../../src/algorithms/combined.ts';
import { algorithms, correct } from '../../src/algorithms/index.ts';
import type { Document } from '../../src/deps.ts';
import { UsageError } from '../../src/errors.ts';
import { documents, makeWorld, packageFolder, type World } from '../support/world.ts';

/** A world where opening an engine fails: `lua` needs none. */
function engineless(change: Partial<World> = {}): World {
  const openEngine = () => Promise.reject(new Error('no engine was asked for'));
  return { ...makeWorld('unix:/nowhere'), openEngine, ...change };
}

async function lua(...argv: string[]): Promise<string> {
  const world = engineless();
  await world.runCommand(['lua', ...argv], world);
  return world.printed();
}

async function document(...argv: string[]): Promise<Document> {
  const world = engineless();
  await world.runCommand(['lua', ...argv, '--json'], world);
  const all = documents(world);
  expect(all).toHaveLength(1);
  return all[0]!;
}

const names = (list: unknown) => (list as { name: string }[]).map(({ name }) => name);
const file = (name: string) => readFileSync(join(packageFolder, `lua/${name}.lua`));

describe('the lists', () => {
  it('have the scripts under the contract, in the order of the lessons', async () => {
    const { algorithms: list, combined: together } = await document();
    expect(names(list)).toEqual(names(correct));
    expect(names(together)).toEqual(names(combined));
    expect(list).toContainEqual({
      name: 'sliding-window-log',
      summary: expect.stringContaining('every admitted unit'),
      tradeOff: expect.stringContaining('memory'),
      ships: ['enterprise'],
      mission: 5,
    });
  });

  it('have the mistakes with --flawed, and what to use instead', async () => {
    const { flawed: list } = await document('--flawed');
    expect(names(list)).toEqual(names(algorithms.filter(({ flaw }) => flaw)));
    expect(list).toContainEqual(
      expect.objectContaining({
        name: 'flawed/timestamp-as-member',
        what: expect.stringContaining('overwrite'),
        instead: 'sliding-window-log',
        mission: 5,
      }),
    );
  });

  it('name no mission that is not there', async () => {
    const world = engineless({ listMissions: () => [] });
    await world.runCommand(['lua', '--flawed', '--json'], world);
    const { flawed } = documents(world)[0] as { flawed: { mission: unknown }[] };
    expect(new Set(flawed.map(({ mission }) => mission))).toEqual(new Set([null]));
  });
});

describe('a script', () => {
  it.each([
    ['gcra', 'gcra'],
    ['flawed/timestamp-as-member', 'flawed/timestamp-as-member'],
    ['timestamp-as-member', 'flawed/timestamp-as-member'],
    ['combined/all-or-nothing', 'combined/all-or-nothing'],
    ['first-that-fits', 'combined/first-that-fits'],
    ['falcon', 'token-bucket'],
    ['kobayashi', 'flawed/timestamp-as-member'],
  ])('is found as %s', async (name, found) => {
    expect((await document(name))['name']).toBe(found);
  });

  it.each([...algorithms, ...combined])('$name stands in its page as it is', async ({ name }) => {
    expect(await lua(name)).toContain(file(name).toString());
  });

  it('tells a program all that it tells people', async () => {
    const told = await document('token-bucket');
    expect(told).toMatchObject({
      name: 'token-bucket',
      file: 'lua/token-bucket.lua',
      sha: expect.stringMatching(/^[0-9a-f]{40}$/),
      contract: { keys: [{ name: 'key' }], args: { length: 5 }, reply: { length: 4 } },
      commands: { look: ['TIME', 'HMGET'] },
      tryNext: { length: 2 },
      text: file('token-bucket').toString(),
    });
    const lines = (told['text'] as string).split('\n');
    expect(told['lines']).toBe(lines.length - 1);
    for (const { number, line } of told['notes'] as { number: number; line: string }[]) {
      expect(lines[number - 1]!.trim()).toBe(line);
    }
  });

  it('of a mistake comes with its trace', async () => {
    expect(await document('timestamp-as-member')).toMatchObject({
      drive: { limit: 2 },
      trace: [{ jumps: 3, got: 3, due: 2 }],
    });
  });

  it.each([...algorithms, ...combined])(
    '$name is its bytes and nothing else with --raw',
    async ({ name }) => {
      expect(Buffer.from(await lua(name, '--raw'))).toEqual(file(name));
    },
  );

  it('is seen by a lesson', async () => {
    const seen: Document[] = [];
    const world = engineless({ observe: (one) => void seen.push(one) });
    await world.runCommand(['lua', 'gcra', '--sha'], world);
    expect(seen).toEqual([{ name: 'gcra', sha: world.printed().trim() }]);
  });
});

describe('of a limiter that takes two calls', () => {
  const text = '-- head\n-- call 1\nreturn 1\n-- call 2\nreturn 2\n';

  it('--sha is one line for each call', async () => {
    const world = engineless({ packageFile: () => text });
    await world.runCommand(['lua', 'timestamp-as-member', '--sha'], world);
    expect(world.printed()).toMatch(/^([0-9a-f]{40}\n){2}$/);
  });
});

describe('what is refused', () => {
  it.each([
    [['nope'], /no algorithm "nope".*gcra.*--flawed/],
    [['gcra', '--flawed'], /leave it out, or the name/],
    [['--raw'], /--raw of which script\? Name one: fixed-window/],
    [['--snippet', 'go', '--flawed'], /--snippet of which script/],
    [
      ['all-or-nothing', '--snippet', 'go'],
      /no snippet for combined.*, whose KEYS and ARGV grow with your limits: .*--limits .*--eval/,
    ],
    [['first-that-fits', '--snippet', 'node'], /no snippet for combined.*--tiers .*--eval/],
    [['kobayashi', '--snippet', 'go'], /is broken.*hyperdrive lua sliding-window-log --snippet go/],
  ])('%j', async (argv, message) => {
    const refused = lua(...argv);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    ['--raw', '--sha'],
    ['--sha', '--snippet=go'],
    ['--snippet=go', '--raw'],
    ['--snippet=cobol', '--json'],
  ])('%s with %s', async (...options) => {
    await expect(lua('gcra', ...options)).rejects.toMatchObject({
      code: /^commander\.(conflictingOption|invalidArgument)$/,
    });
  });
});
