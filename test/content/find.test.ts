import { expect, it } from 'vitest';
import { findContent } from '../../src/content/find.ts';
import { meansMission } from '../../src/lesson/parse.ts';

/** A disk with these files. */
function disk(files: Record<string, string>) {
  const paths = Object.keys(files);
  return {
    listFolder: (folder: string) => [
      ...new Set(
        paths.flatMap((path) =>
          path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1).split('/')[0]!] : [],
        ),
      ),
    ],
    exists: (path: string) => paths.some((one) => one === path || one.startsWith(`${path}/`)),
    readFile: async (path: string) => files[path]!,
  };
}

async function found(files: Record<string, string>, root = '/r'): Promise<string[]> {
  const places = await findContent(disk(files), root, meansMission);
  return places.map(({ kind, at }) => `${kind} ${at}`);
}

const mission = '---\nid: x\n---\n';

it('finds missions and their challenges, below a folder of any kind', async () => {
  const files = {
    '/r/README.md': '# About these lessons\n',
    '/r/missions/02-b/README.md': '# b\n\n## s\n```hyperdrive\n```\n',
    '/r/missions/01-a/README.md': mission,
    '/r/missions/01-a/challenges/mend-it/brief.md': '',
    '/r/missions/01-a/challenges/no-brief/starter.lua': '',
    '/r/docs/README.md': '# Of something else\n```sh\nls\n```\n',
    '/r/.git/README.md': mission,
    '/r/node_modules/x/README.md': mission,
    '/r/hyperdrive-challenges/mend-it/README.md': '# Mend it\n\n```hyperdrive\n```\n',
  };
  const all = [
    'mission missions/01-a',
    'challenge missions/01-a/challenges/mend-it',
    'challenge missions/01-a/challenges/no-brief',
    'mission missions/02-b',
  ];
  expect(await found(files)).toEqual(all);
  expect(await found(files, '/r/missions/01-a')).toEqual([
    'mission ',
    'challenge challenges/mend-it',
    'challenge challenges/no-brief',
  ]);
  expect(await found(files, '/r/missions/01-a/challenges/mend-it')).toEqual(['challenge ']);
});

it('takes the README.md of a folder with nothing else for a mission', async () => {
  expect(await found({ '/r/README.md': '# Mine\n' })).toEqual(['mission ']);
  expect(await found({ '/r/notes.txt': '' })).toEqual([]);
});

it('gives up on what is no folder of lessons', async () => {
  const endless = { listFolder: () => [...'0123456789'], exists: () => false, readFile: async () => '' };
  await expect(findContent(endless, '/r', meansMission)).rejects.toThrow(
    '/r holds too many folders to search',
  );
});
