import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HyperdriveError, UsageError } from '../../src/errors.ts';
import { makeWorld, packageFolder, type World } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'hd-'))));
afterEach(() => rmSync(home, { recursive: true }));

const namespace = `t-dev-${process.pid}`;

/** What a command printed, a line each, and what it ended with. */
async function run(...argv: string[]): Promise<{ lines: string[]; error: unknown }> {
  const world: World = {
    ...makeWorld(engineUrl),
    // An attack waits for what a server does by its own clock.
    sleep: (ms) => sleep(ms),
  };
  const error: unknown = await world
    .runCommand(['dev', ...argv, '--namespace', namespace], world)
    .then(() => null)
    .catch((thrown: unknown) => thrown);
  const lines = world.printed().replaceAll(`${home}/`, '').trim().split('\n');
  return { lines: lines.filter(Boolean), error };
}

/** Changes a file that was begun. */
function change(file: string, from: string, to: string): void {
  const path = join(home, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
}

describe('dev new', () => {
  it('begins a mission that holds, numbered and named after its folder', async () => {
    const folder = join(home, '08-slow-start');
    await run('new', 'mission', folder);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(
      'id: slow-start\nnumber: 8\ntitle: Slow start\n',
    );
    expect(await run('check', folder)).toEqual({ lines: ['1 mission: it holds.'], error: null });
  });

  it('begins a challenge that holds', async () => {
    const folder = join(home, 'mend-it');
    const { lines } = await run('new', 'challenge', folder, '--json');
    expect(JSON.parse(lines[0]!)).toEqual({
      kind: 'challenge',
      folder: 'mend-it',
      files: ['brief.md', 'starter.lua', 'solution.lua', 'hints.md'],
    });
    expect(await run('check', folder)).toEqual({ lines: ['1 challenge: it holds.'], error: null });
    for (const file of ['brief.md', 'hints.md', 'starter.lua'])
      expect((await run('check', join(folder, file), '--quick')).lines[0]).toMatch(
        /^1 challenge: no mistakes/,
      );
  });

  it('touches nothing that is there', async () => {
    await run('new', 'mission', join(home, 'mine'));
    change('mine/README.md', 'Mine', 'My own');
    const { error } = await run('new', 'challenge', join(home, 'mine'));
    expect(error).toBeInstanceOf(UsageError);
    expect(readdirSync(join(home, 'mine'))).toEqual(['README.md']);
    expect(readFileSync(join(home, 'mine/README.md'), 'utf8')).toContain('My own');
  });

  it.each(['Mine', '08-', '8'])('makes no id of %s', async (name) => {
    const { error } = await run('new', 'mission', join(home, name));
    expect(error).toEqual(
      new UsageError(
        `The folder's name becomes the id, which is of a-z 0-9 and hyphens and begins with a letter; got "${name}".`,
      ),
    );
    expect(readdirSync(home)).toEqual([]);
  });
});

describe('dev check', () => {
  it('tells what is wrong with a mission, whether written or played', async () => {
    await run('new', 'mission', join(home, 'mine'));
    change('mine/README.md', '=> allowed=5 denied=2', '=> allowed=5 denied=3');
    change('mine/README.md', 'Seven of its jumps arrive at once.', 'word '.repeat(61).trim());
    change('mine/README.md', 'Sixty seconds go by.', 'Sixty seconds go by, as [here](gone.md).');
    change(
      'mine/README.md',
      '- All seven: allowed=7 | Then the limit would be seven, at least.',
      '- All seven: allowed=7',
    );
    const { lines, error } = await run('check', home);
    expect(lines).toEqual([
      'mine/README.md:25: 61 words stand here between two stops; 60 are the most. Cut, or put a block between them.',
      'mine/README.md:33: The choice "All seven" has no feedback. Write ` | ` and what to say to who picks it.',
      'mine/README.md:39: `denied=3` does not hold after `hyperdrive burst enterprise --count 7`: denied is 2. Write what is so, or mend what runs before it.',
      'mine/README.md:58: The link leads to gone.md, which is not there. Mend the path: it starts from this file.',
    ]);
    expect(error).toEqual(new HyperdriveError('1 mission: 4 problems.'));
  });

  it('tells algorithms that there are not', async () => {
    await run('new', 'mission', join(home, 'mine'));
    change(
      'mine/README.md',
      '[sliding-window-log]',
      '[sliding-widow-log, combined/first-that-fits, bouncer]',
    );
    expect((await run('check', home, '--quick')).lines).toEqual([
      'mine/README.md:8: There is no algorithm "sliding-widow-log". Did you mean sliding-window-log?',
      'mine/README.md:8: There is no algorithm "bouncer". Write a name that hyperdrive lua, or hyperdrive lua --flawed, lists.',
    ]);
  });

  it('reads and does not play with --quick, and counts what it found', async () => {
    await run('new', 'mission', join(home, 'mine'));
    change('mine/README.md', '=> allowed=5 denied=2', '=> allowed=5 denied=3');
    const { lines, error } = await run('check', home, '--quick', '--json');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { missions: 1, challenges: 0, problems: 0, quick: true, holds: true },
    ]);
    expect(error).toBeNull();
  });

  it('tells what is wrong with a challenge before anything is attacked', async () => {
    await run('new', 'challenge', join(home, 'mend-it'));
    change('mend-it/brief.md', 'breaks: decision', 'breaks: speed');
    change('mend-it/hints.md', '## anything', '## something');
    const { lines, error } = await run('check', home);
    expect(lines).toEqual([
      expect.stringMatching(/^mend-it\/brief\.md:11: The front matter's `breaks` is "speed"\. Write the law/),
      expect.stringMatching(/^mend-it\/hints\.md:1: There are no hints for whatever breaks\. Add a section/),
      expect.stringMatching(/^mend-it\/hints\.md:16: "something" is no heading of hints\./),
    ]);
    expect(error).toEqual(new HyperdriveError('1 challenge: 3 problems.'));
  });

  it('tells a starter that survives, a solution that does not, and missing hints', async () => {
    await run('new', 'challenge', join(home, 'mend-it'));
    const [starter, solution] = ['starter', 'solution'].map((name) => join(home, 'mend-it', `${name}.lua`));
    const text = readFileSync(starter!, 'utf8');
    cpSync(solution!, starter!);
    writeFileSync(solution!, text);
    change('mend-it/hints.md', '## decision', '## retry');
    const { lines } = await run('check', home);
    expect(lines).toEqual([
      'mend-it/hints.md:1: No hints are for decision, which the starter breaks. Add a section `## decision` with three numbered items.',
      'mend-it/starter.lua:1: The starter survives the attack. Leave something in it to find: brief.md says that it breaks decision.',
      expect.stringMatching(
        /^mend-it\/solution\.lua:1: The solution breaks decision\. At most .+ `hyperdrive attack mend-it\/solution\.lua --seed 1` shows how\.$/,
      ),
    ]);
  });

  it('says where there is nothing to check', async () => {
    const nowhere = join(home, 'nowhere');
    expect((await run('check', home)).error).toEqual(
      new UsageError(
        `There is no mission and no challenge in ${home}: a mission is a folder with a README.md, a challenge one with a brief.md. \`hyperdrive dev new mission FOLDER\` begins one.`,
      ),
    );
    expect((await run('check', nowhere)).error).toEqual(
      new UsageError(`${nowhere} cannot be checked: it is not there.`),
    );
  });

  it('finds those of the package alike by their folder and without one', async () => {
    const packaged = await run('check', '--quick', '--json');
    expect(packaged).toEqual(await run('check', join(packageFolder, 'missions'), '--quick', '--json'));
    expect(packaged.error).toBeNull();
  });
});
