import { join } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';

/** A folder that holds a mission or a challenge. */
export interface Place {
  kind: 'mission' | 'challenge';
  /** Below the folder that was searched; '' is that folder itself. */
  at: string;
}

type Disk = Pick<Deps, 'listFolder' | 'exists' | 'readFile'>;

/** Where learners have their work, each with a README.md: authors play what they write, too. */
export const learnersFolder = 'hyperdrive-challenges';
/** A repository's root, `missions`, a mission, `challenges`, a challenge. */
const deepest = 4;
/** Somebody's home has more; a folder of lessons has not. */
const mostFolders = 5_000;

/**
 * The missions and challenges in a folder and below it, each mission ahead of its challenges. A README.md is a mission where
 * `isMission` says so of its text; where nothing else is found, the one of the folder itself is taken for one.
 */
export async function findContent(
  disk: Disk,
  root: string,
  isMission: (text: string) => boolean,
): Promise<Place[]> {
  const places: Place[] = [];
  let seen = 0;
  const search = async (at: string, depth: number): Promise<void> => {
    const folder = join(root, at);
    if (++seen > mostFolders)
      throw new UsageError(`${root} holds too many folders to search: name the one with the missions.`);
    if (holdsChallenge(disk, folder)) return void places.push({ kind: 'challenge', at });
    const readme = join(folder, 'README.md');
    if (disk.exists(readme) && isMission(await disk.readFile(readme))) places.push({ kind: 'mission', at });
    if (depth === deepest) return;
    for (const name of disk.listFolder(folder).sort()) {
      // What is no folder is empty.
      if (!name.startsWith('.') && name !== 'node_modules' && name !== learnersFolder)
        await search(join(at, name), depth + 1);
    }
  };
  await search('', 0);
  const nothing = !places.length && disk.exists(join(root, 'README.md'));
  return nothing ? [{ kind: 'mission', at: '' }] : places;
}

/** Also where one of its files is missing. */
function holdsChallenge({ exists }: Disk, folder: string): boolean {
  return ['brief.md', 'starter.lua', 'hints.md'].some((file) => exists(join(folder, file)));
}
