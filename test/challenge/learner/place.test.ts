import { describe, expect, it } from 'vitest';
import { findWork, meantChallenge, shownPath, usualFolder } from '../../../src/challenge/learner/place.ts';
import type { ChallengeProgress } from '../../../src/deps.ts';
import { UsageError } from '../../../src/errors.ts';
import { three } from './challenges.ts';

const script = (id: string) => `-- hyperdrive: challenge=${id}\n`;

/** Somebody who stands in `cwd` among files, and has started some challenges. */
function stage(
  cwd: string,
  files: Record<string, string>,
  challenges: Record<string, ChallengeProgress> = {},
) {
  const ground = {
    cwd: () => cwd,
    exists: (path: string) => path in files,
    async readFile(path: string) {
      const text = files[path];
      if (text === undefined) throw new UsageError(`${path} cannot be read: there is no such file.`);
      return text;
    },
  };
  const known = { challenges: three, progress: { missions: {}, challenges } };
  return {
    work: async (argument?: string) => {
      const { challenge, file } = await findWork(ground, known, argument);
      return `${challenge.id} ${file}`;
    },
    meant: async (id?: string) => (await meantChallenge(ground, known, id)).id,
  };
}

const home = '/me/hyperdrive-challenges';
const files = {
  [`${home}/one/limiter.lua`]: script('one'),
  [`${home}/two/limiter.lua`]: 'return 1',
  '/me/mine/limiter.lua': script('three'),
  '/me/copy.lua': script('two'),
  '/me/other.lua': 'return 1',
  '/me/mine': 'a folder',
  '/me/app/limiter.lua': '-- mine',
};

describe('the learner’s file', () => {
  it.each([
    ['./copy.lua', 'two /me/copy.lua'],
    ['copy.lua', 'two /me/copy.lua'],
    ['mine/', 'three /me/mine/limiter.lua'],
    ['mine', 'three /me/mine/limiter.lua'],
    [`${home}/one`, `one ${home}/one/limiter.lua`],
    ['one', `one ${home}/one/limiter.lua`],
    ['two', `two ${home}/two/limiter.lua`],
  ])('%s is %s', async (argument, found) => {
    expect(await stage('/me', files).work(argument)).toBe(found);
  });

  it.each([
    [home + '/one', `one ${home}/one/limiter.lua`],
    [home + '/two/notes', `two ${home}/two/limiter.lua`],
    ['/me/mine', 'three /me/mine/limiter.lua'],
  ])('is the one of the folder %s that somebody stands in', async (cwd, found) => {
    const started = { one: { started: '/elsewhere', startedMs: 9 } };
    expect(await stage(cwd, files, started).work()).toBe(found);
    expect(await stage(cwd, files, started).meant()).toBe(found.split(' ')[0]);
  });

  it('is else the one that was started last, wherever', async () => {
    const started = {
      one: { started: `${home}/one`, startedMs: 1 },
      three: { started: '/me/mine', startedMs: 2 },
    };
    expect(await stage('/', files, started).work()).toBe('three /me/mine/limiter.lua');
    expect(await stage('/me/app', files, started).work()).toBe('three /me/mine/limiter.lua');
    expect(await stage('/', files, started).work('one')).toBe(`one ${home}/one/limiter.lua`);
  });

  it.each([
    ['four', {}, 'There is no challenge "four". There are: one, two, three.'],
    ['three', {}, 'three was not started yet: hyperdrive challenge start three'],
    [undefined, {}, 'Which challenge? None was started yet: hyperdrive challenge list shows them'],
    [
      'three',
      { three: { started: '/gone' } },
      '/gone/limiter.lua is gone. Name the file, or begin anew: hyperdrive challenge start three',
    ],
    [
      './other.lua',
      {},
      './other.lua does not say which challenge it is for: begin it with the line `-- hyperdrive: challenge=ID`.',
    ],
    ['./none.lua', {}, '/me/none.lua cannot be read: there is no such file.'],
  ])('where it is not found for %j with %j, that is told', async (argument, started, message) => {
    await expect(stage('/me', files, started).work(argument)).rejects.toThrow(message);
  });

  it('has a usual folder, which is not made within another', () => {
    expect(usualFolder('/me', 'one')).toBe(`${home}/one`);
    expect(usualFolder(home, 'one')).toBe(`${home}/one`);
    expect(usualFolder(`${home}/two/notes`, 'one')).toBe(`${home}/one`);
  });

  it.each([
    ['/me', '/me/a/b', 'a/b'],
    ['/me', '/me', '.'],
    ['/me', '/you/a', '/you/a'],
    ['/me', '/me/..b', '..b'],
  ])('from %s, %s is shown as %s', (cwd, path, shown) => {
    expect(shownPath(cwd, path)).toBe(shown);
  });
});
