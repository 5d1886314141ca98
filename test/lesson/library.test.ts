import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import {
  checkMission,
  findMission,
  listMissions,
  loadMission,
  type Shelf,
} from '../../src/lesson/library.ts';
import { frontMatter } from '../support/scripted-player.ts';

const good = `${frontMatter}\n## S\nx\n`;
const second = good.replace('id: tryout', 'id: buckets').replace('number: 5', 'number: 3');

/** A package and a home folder of these files. */
function shelf(files: Record<string, string>): Shelf {
  return {
    packageFolder: '/pkg/',
    listMissions: () => [
      ...new Set(Object.keys(files).flatMap((path) => /^\/pkg\/missions\/([^/]+)/.exec(path)?.[1] ?? [])),
    ],
    packageFile: (path) => files[`/pkg/${path}`]!,
    exists: (path) => path in files,
    async readFile(path) {
      const text = files[path];
      if (text === undefined) throw new UsageError(`${path} cannot be read.`);
      return text;
    },
  };
}

const stored = shelf({
  '/pkg/missions/05-tryout/README.md': good,
  '/pkg/missions/03-buckets/README.md': second,
  '/pkg/missions/notes.txt': 'no mission',
  '/pkg/missions/09-broken/README.md': '# nothing',
  '/home/me/lesson/README.md': good.replace('id: tryout', 'id: mine'),
  '/home/me/other.md': good,
});

describe('missions', () => {
  it('are listed by number, and a broken one is told', async () => {
    const notices: string[] = [];
    const missions = await listMissions(stored, (line) => notices.push(line));
    expect(missions.map(({ mission, file }) => [mission.number, file])).toEqual([
      [3, 'missions/03-buckets/README.md'],
      [5, 'missions/05-tryout/README.md'],
    ]);
    expect(notices).toEqual([
      expect.stringContaining('missions/09-broken/README.md:1: There is no front matter.'),
    ]);
  });

  it.each([
    ['5', '/pkg/missions/05-tryout', true],
    ['05', '/pkg/missions/05-tryout', true],
    ['buckets', '/pkg/missions/03-buckets', true],
    ['/home/me/lesson/README.md', '/home/me/lesson', false],
    ['/home/me/lesson', '/home/me/lesson', false],
    ['/home/me/lesson/', '/home/me/lesson', false],
    ['/home/me/other.md', '/home/me', false],
  ])('%s is found', async (wanted, folder, builtIn) => {
    expect(await findMission(stored, wanted)).toMatchObject({ folder, builtIn });
  });

  it('are named where there is none of that name', async () => {
    await expect(findMission(stored, 'warp')).rejects.toThrow(
      'There is no mission "warp". There are: 3 buckets, 5 tryout. A mission of your own is played by its path',
    );
    await expect(findMission(stored, './none.md')).rejects.toThrow('./none.md cannot be read');
  });

  it('are refused with everything that is wrong with them', async () => {
    const text = `${frontMatter}\n## S\n\`\`\`hyperdrive\nhyperdrive reset\n\`\`\`\n[x](gone.md)\n`;
    const source = { text, file: 'l.md', folder: '/home/me', name: 'l.md', builtIn: false };
    await expect(loadMission(stored, source)).rejects.toThrow(
      /^l\.md cannot be played:\n {2}l\.md:11: A mission does not run "reset".*\n {2}l\.md:13: The link leads to gone\.md/,
    );
  });

  it('that came with hyperdrive may link to what is not installed, unless a test asks', async () => {
    const text = `${frontMatter}\n## S\n[x](../../CONTRIBUTING.md)\n`;
    const source = { text, file: 'l.md', folder: '/pkg/missions/05-tryout', name: '5', builtIn: true };
    expect((await checkMission(stored, source)).problems).toEqual([]);
    expect((await checkMission(stored, source, { links: true })).problems).toHaveLength(1);
  });

  it('show scripts of their own folder first, then of the package, and of nowhere else', async () => {
    const lua = (file: string): string => `${frontMatter}\n## S\n\`\`\`lua file=${file}\nreturn 1\n\`\`\`\n`;
    const files = shelf({
      '/pkg/lua/a.lua': 'return 1',
      '/home/me/own.lua': 'return 1',
      '/home/me/lua/b.lua': 'return 1',
      '/pkg/lua/b.lua': 'return 2',
      '/home/secret.lua': 'return 1',
    });
    const problems = async (file: string) => {
      const source = { text: lua(file), file: 'l.md', folder: '/home/me', name: 'l.md', builtIn: false };
      return (await checkMission(files, source)).problems.length;
    };
    expect(await problems('lua/a.lua')).toBe(0);
    expect(await problems('own.lua')).toBe(0);
    expect(await problems('lua/b.lua')).toBe(0);
    expect(await problems('../secret.lua')).toBe(1);
    expect(await problems('/home/secret.lua')).toBe(1);
  });
});
