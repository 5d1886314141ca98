import { basename, dirname, join } from 'node:path';
import { isChallengeFile, ownSource, type ChallengeSource } from '../challenge/library/library.ts';
import { findContent } from '../content/find.ts';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { sourceAt, type Source } from '../lesson/library.ts';
import { meansMission } from '../lesson/parse.ts';

/** Missions and challenges to be checked. */
export interface Content {
  missions: Source[];
  challenges: ChallengeSource[];
}

/** What stands in a folder and below it, or in a file; without either, what came with hyperdrive. Rejects with `UsageError`. */
export async function contentAt(deps: Deps, wanted: string | undefined): Promise<Content> {
  if (wanted === undefined) return search(deps, join(deps.packageFolder, 'missions'), 'missions');
  if (!deps.exists(wanted)) throw new UsageError(`${wanted} cannot be checked: it is not there.`);
  if (isChallengeFile(basename(wanted))) return { missions: [], challenges: [ownSource(dirname(wanted))] };
  if (wanted.endsWith('.md')) return { missions: [await sourceAt(deps, wanted)], challenges: [] };
  return search(deps, wanted, wanted);
}

async function search(deps: Deps, folder: string, shown: string): Promise<Content> {
  const places = await findContent(deps, folder, meansMission);
  if (!places.length) {
    throw new UsageError(
      `There is no mission and no challenge in ${shown}: a mission is a folder with a README.md, a challenge one with a brief.md. \`hyperdrive dev new mission FOLDER\` begins one.`,
    );
  }
  const of = (kind: string) => places.filter((place) => place.kind === kind).map(({ at }) => at);
  return {
    missions: await Promise.all(
      of('mission').map((at) =>
        sourceAt(deps, join(shown, at, 'README.md'), { path: join(folder, at, 'README.md') }),
      ),
    ),
    challenges: of('challenge').map((at) => ({
      ...ownSource(join(folder, at)),
      shown: join(shown, at),
    })),
  };
}
