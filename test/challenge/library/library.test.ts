import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkChallenge,
  loadChallenges,
  ownSource,
  type Shelf,
} from '../../../src/challenge/library/library.ts';
import { problemText } from '../../../src/content/problem.ts';
import { UsageError } from '../../../src/errors.ts';
import { workshop } from '../../support/workshop.ts';
import { makeWorld } from '../../support/world.ts';

const folder = '/pkg/missions/01-windows/challenges/repair-a-window';

/** The good challenge of the test's workshop, with some of its files changed; null takes one away. */
function shelf(
  changes: Record<string, ((text: string) => string) | null> = {},
  id = 'repair-a-window',
): Shelf {
  const home = `/pkg/missions/01-windows/challenges/${id}`;
  const files = new Map<string, string>();
  for (const name of ['brief.md', 'starter.lua', 'solution.lua', 'hints.md']) {
    const text = readFileSync(join(workshop, folder.slice('/pkg/'.length), name), 'utf8');
    const change = changes[name];
    if (change !== null) files.set(`${home}/${name}`, change ? change(text) : text);
  }
  return {
    packageFolder: '/pkg',
    listMissions: () => ['01-windows', 'notes.txt'],
    listFolder: (path) =>
      path === '/pkg/missions/01-windows/challenges' ? [id, '.DS_Store', 'README.md'] : [],
    exists: (path) => files.has(path),
    async readFile(path) {
      const text = files.get(path)!;
      if (text === 'binary') throw new UsageError(`${path} cannot be read: it is no text in UTF-8.`);
      return text;
    },
  };
}

const problemsOf = async (shelf: Shelf) => (await loadChallenges(shelf)).problems.map(problemText);

describe('challenges', () => {
  it('are read from the folders of the missions', async () => {
    const { challenges, problems } = await loadChallenges(shelf());
    expect(problems).toEqual([]);
    expect(challenges).toEqual([
      {
        id: 'repair-a-window',
        title: 'A window that never closes',
        kind: 'repair',
        model: 'fixed-window',
        minutes: 5,
        breaks: 'decision',
        mistake: 'incr-then-expire',
        mission: 1,
        folder,
        brief: expect.stringMatching(/^This window[^]*as it is\.$/) as string,
        starter: expect.stringContaining('return { 1, 0, 0, 0 }') as string,
        solution: expect.stringContaining('used <=') as string,
        hints: [
          { laws: ['decision', 'remaining'], tiers: expect.any(Array) as string[] },
          { laws: [], tiers: expect.any(Array) as string[] },
        ],
      },
    ]);
  });

  it('of anybody are read by their folder', async () => {
    const source = ownSource(`${folder}/`);
    expect(source).toEqual({ folder, shown: folder, mission: null });
    const { challenge, problems } = await checkChallenge(shelf(), source);
    expect(problems).toEqual([]);
    expect(challenge).toMatchObject({ id: 'repair-a-window', mission: null });
  });

  const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

  it.each([
    ['brief.md', null, 'brief.md:1: The file is missing. Write what is to be done, below a front matter.'],
    ['hints.md', null, 'hints.md:1: The file is missing.'],
    [
      'starter.lua',
      () => 'binary',
      'starter.lua:1: /pkg/missions/01-windows/challenges/repair-a-window/starter.lua cannot be read: it is no text in UTF-8. Mend',
    ],
    [
      'brief.md',
      swap(/---[^]*---/, ''),
      'brief.md:1: There is no front matter. Begin the file with --- and the fields id, title, kind, model, minutes, breaks, and ---.',
    ],
    [
      'brief.md',
      swap('kind: repair', 'kind: fix'),
      'brief.md:4: The front matter\'s `kind` is "fix". Write one of repair, complete, write, bonus.',
    ],
    [
      'brief.md',
      swap('fixed-window', 'window'),
      'brief.md:5: There is no model "window" for a challenge of kind repair. Write one of fixed-window,',
    ],
    [
      'brief.md',
      swap('kind: repair', 'kind: bonus'),
      'brief.md:5: There is no model "fixed-window" for a challenge of kind bonus. Write the challenge\'s own id: `model: repair-a-window`.',
    ],
    ['brief.md', swap('minutes: 5', 'minutes: soon'), 'brief.md:6: The front matter\'s `minutes` is "soon".'],
    [
      'brief.md',
      swap('breaks: decision', 'breaks: everything'),
      'brief.md:7: The front matter\'s `breaks` is "everything". Write the law that the starter breaks: compiles,',
    ],
    ['brief.md', swap('breaks: decision\n', ''), 'brief.md:1: The front matter has no `breaks`.'],
    [
      'brief.md',
      swap('incr-then-expire', 'flawed/incr-then-expire'),
      'brief.md:8: The front matter\'s `mistake` is "flawed/incr-then-expire". Write a name that',
    ],
    [
      'brief.md',
      swap('minutes: 5', 'minutes: 5\nlevel: hard'),
      "brief.md:7: The front matter's `level` means nothing here.",
    ],
    [
      'brief.md',
      swap(/(?<=\n---\n)[^]*/, '\n'),
      'brief.md:10: The brief is empty. Write what is to be done.',
    ],
    [
      'brief.md',
      swap('**everybody**', '[everybody](../../README.md)'),
      'brief.md:11: The link leads to ../../README.md, and the learner reads a copy elsewhere.',
    ],
    [
      'starter.lua',
      swap('-- hyperdrive', '-- hyper'),
      'starter.lua:1: The starter does not name its challenge. Begin the file with the line `-- hyperdrive: challenge=repair-a-window`.',
    ],
    [
      'starter.lua',
      swap('=repair', '=mend'),
      'starter.lua:1: The starter names the challenge mend-a-window.',
    ],
    [
      'solution.lua',
      swap('=repair', '=mend'),
      'solution.lua:1: The solution names the challenge mend-a-window.',
    ],
    ['hints.md', swap('## anything', '## nothing'), 'hints.md:1: There are no hints for whatever breaks.'],
  ])('%s with a mistake is told', async (file, change, problem) => {
    const told = await problemsOf(shelf({ [file]: change }));
    expect(told[0]).toContain(`missions/01-windows/challenges/repair-a-window/${problem}`);
    expect((await loadChallenges(shelf({ [file]: change }))).challenges).toEqual([]);
  });

  it('have the name of their folder', async () => {
    expect((await problemsOf(shelf({}, 'mend-a-window')))[0]).toBe(
      "missions/01-windows/challenges/mend-a-window/brief.md:2: The front matter's `id` is repair-a-window, and the folder's name is mend-a-window. Give both the same name; the id is what must stay.",
    );
  });

  it('have a solution that is not the starter', async () => {
    const same = shelf({
      'solution.lua': () => '-- hyperdrive: challenge=repair-a-window\n',
      'starter.lua': () => '-- hyperdrive: challenge=repair-a-window\n',
    });
    expect(await problemsOf(same)).toEqual([
      expect.stringContaining('solution.lua:1: The solution is the starter.'),
    ]);
  });

  it('have an id that no other has', async () => {
    const one = shelf();
    const twice: Shelf = {
      ...one,
      listMissions: () => ['01-windows', '02-more'],
      listFolder: () => ['repair-a-window'],
      exists: () => true,
      readFile: (path) => one.readFile(path.replace('02-more', '01-windows')),
    };
    const { challenges, problems } = await loadChallenges(twice);
    expect(challenges.map(({ mission }) => mission)).toEqual([1]);
    expect(problems.map(problemText)).toEqual([
      `missions/02-more/challenges/repair-a-window/brief.md:1: There is a challenge repair-a-window already, in ${folder}. Give this one another id: progress is kept by it.`,
    ]);
  });
});

it('the packaged ones go from the easy to the hard, mission by mission', async () => {
  const { challenges } = await loadChallenges(makeWorld('unix:/nowhere'));
  const of = (mission: number) => challenges.filter((one) => one.mission === mission);
  expect(challenges.map(({ mission }) => mission)).toEqual(
    challenges.map(({ mission }) => mission).sort((a, b) => a! - b!),
  );
  expect(of(3).map(({ kind, minutes, id }) => `${kind} ${minutes} ${id}`)).toMatchInlineSnapshot(`
    [
      "repair 5 repair-the-memory",
      "repair 10 repair-the-toll",
      "repair 15 repair-the-poller",
      "complete 15 complete-token-bucket",
      "write 30 write-token-bucket",
      "bonus 20 graceful-degradation",
      "bonus 30 emergency-bursts",
    ]
  `);
});
