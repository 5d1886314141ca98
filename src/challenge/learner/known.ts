import { basename, dirname, join, resolve } from 'node:path';
import { problemText, type Problem } from '../../content/problem.ts';
import type { Progress } from '../../deps.ts';
import { HyperdriveError, UsageError } from '../../errors.ts';
import type { Challenge } from '../challenge.ts';
import { checkChallenge, loadChallenges, type Shelf } from '../library/library.ts';
import { promisedBy } from '../promised.ts';
import { shownPath, type Known } from './place.ts';
import { standingOf } from './standing.ts';

/**
 * The challenges that came with hyperdrive, and those that the learner has started from elsewhere, as far as they are still
 * there. Those with problems are left out, and told.
 */
export async function loadKnown(
  shelf: Shelf,
  progress: Progress,
): Promise<{ known: Known; problems: Problem[] }> {
  const packaged = await loadChallenges(shelf);
  const checked = await Promise.all(
    startedFrom(progress)
      .filter(([id, folder]) => !packaged.challenges.some((one) => one.id === id) && isThere(shelf, folder))
      .map(([, folder]) => checkChallenge(shelf, { folder, shown: folder, mission: null })),
  );
  const own = checked.flatMap(({ challenge }) => challenge ?? []);
  return {
    known: { challenges: [...packaged.challenges, ...own], progress },
    problems: [...packaged.problems, ...checked.flatMap(({ problems }) => problems)],
  };
}

function startedFrom({ challenges }: Progress): [id: string, folder: string][] {
  return Object.entries(challenges)
    .flatMap(([id, { from }]): [string, string][] => (from === undefined ? [] : [[id, from]]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function isThere({ exists }: Shelf, folder: string): boolean {
  return exists(join(folder, 'brief.md'));
}

/** The challenge in a folder of anybody's, by its path. Throws where there is none, or one that cannot be played. */
export async function challengeAt(
  shelf: Shelf,
  cwd: string,
  { challenges, progress }: Known,
  path: string,
): Promise<Challenge> {
  const full = resolve(cwd, path);
  const folder = basename(full) === 'brief.md' ? dirname(full) : full;
  const shown = shownPath(cwd, folder);
  if (!isThere(shelf, folder)) {
    throw new UsageError(
      `There is no challenge in ${shown}, which would be a folder with a brief.md. To begin one: hyperdrive dev new challenge FOLDER`,
    );
  }
  const { challenge, problems } = await checkChallenge(shelf, { folder, shown, mission: null });
  if (!challenge) {
    const lines = problems.map((problem) => `  ${problemText(problem)}`);
    throw new HyperdriveError(`The challenge in ${shown} cannot be played:\n${lines.join('\n')}`);
  }
  // That there are rules for it is known before anybody begins.
  promisedBy(challenge);
  const { id } = challenge;
  const other = challenges.find((one) => one.id === id);
  if (!other || standingOf(progress, id).from === other.folder) return challenge;
  if (other.folder === folder) return other;
  throw new UsageError(
    `The id ${id} is that of hyperdrive's own "${other.title}", and progress is kept by it. Write another into ${shown}/brief.md, and name the folder after it.`,
  );
}
