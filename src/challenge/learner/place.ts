import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { learnersFolder } from '../../content/find.ts';
import type { Deps, Progress } from '../../deps.ts';
import { guess } from '../../nearest.ts';
import { UsageError } from '../../errors.ts';
import type { Challenge } from '../challenge.ts';
import { challengeNamed, headerOf } from '../library/header.ts';
import { standingOf, startedLast } from './standing.ts';

/** What the learner edits. */
export const workFile = 'limiter.lua';

/** The world, as far as the learner's files are in it. */
export type Ground = Pick<Deps, 'cwd' | 'exists' | 'readFile'>;

/** A challenge, and the learner's file for it: an absolute path. */
export interface Work {
  challenge: Challenge;
  file: string;
}

/** The challenges there are, and how far the learner is in them. */
export interface Known {
  challenges: readonly Challenge[];
  progress: Progress;
}

/** Where a challenge is started: `./hyperdrive-challenges/<id>`, and beside the others where somebody stands among them. */
export function usualFolder(cwd: string, id: string): string {
  const parts = cwd.split(sep);
  const at = parts.lastIndexOf(learnersFolder);
  return at < 0 ? join(cwd, learnersFolder, id) : join(parts.slice(0, at + 1).join(sep), id);
}

/** A path as somebody who stands in `cwd` would write it. */
export function shownPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short === '' ? '.' : /^\.\.($|[/\\])/.test(short) || isAbsolute(short) ? path : short;
}

/** Throws `UsageError` with the ids that there are. */
export function findChallenge({ challenges, progress }: Known, id: string): Challenge {
  const found = challenges.find((challenge) => challenge.id === id);
  if (found) return found;
  const { from } = standingOf(progress, id);
  if (from !== undefined) {
    throw new UsageError(
      `${id} was started from ${from}, and cannot be read there now. To take it from elsewhere: hyperdrive challenge start PATH`,
    );
  }
  const ids = challenges.map((challenge) => challenge.id);
  throw new UsageError(
    `There is no challenge "${id.slice(0, 80)}".${guess(id, ids)} There are: ${ids.join(', ') || 'none'}. One of your own is started by its path, such as ./my-challenge.`,
  );
}

/** The challenge that is meant: the one named, else the one whose folder somebody stands in, else the one started last. */
export async function meantChallenge(ground: Ground, known: Known, id?: string): Promise<Challenge> {
  if (id !== undefined) return findChallenge(known, id);
  const here = await workHere(ground, known.challenges);
  const meant = here?.challenge ?? startedLast(known.challenges, known.progress);
  if (meant) return meant;
  throw new UsageError(
    'Which challenge? None was started yet: hyperdrive challenge list shows them, hyperdrive challenge start ID starts one.',
  );
}

/** The file that is meant: by its path, by its challenge's id, or as `meantChallenge` has it. Throws `UsageError`. */
export async function findWork(ground: Ground, known: Known, argument?: string): Promise<Work> {
  if (argument !== undefined && isPath(ground, known, argument)) return workAt(ground, known, argument);
  const challenge = await meantChallenge(ground, known, argument);
  const file = await ownFile(ground, known, challenge);
  if (file !== null) return { challenge, file };
  const { started } = standingOf(known.progress, challenge.id);
  throw new UsageError(
    started === undefined
      ? `${challenge.id} was not started yet: hyperdrive challenge start ${challenge.id}`
      : `${join(started, workFile)} is gone. Name the file, or begin anew: hyperdrive challenge start ${challenge.id}`,
  );
}

/** The learner's file for a challenge: here, where it was started, or where it is started usually; null where there is none. */
export async function ownFile(
  ground: Ground,
  { challenges, progress }: Known,
  { id }: Challenge,
): Promise<string | null> {
  const here = await workHere(ground, challenges);
  if (here?.challenge.id === id) return here.file;
  const { started } = standingOf(progress, id);
  const folders = [...(started === undefined ? [] : [started]), usualFolder(ground.cwd(), id)];
  return folders.map((folder) => join(folder, workFile)).find(ground.exists) ?? null;
}

/** An id comes first; what has a slash or ends in .lua is none, and neither is what lies here. */
export function isPath(
  { cwd, exists }: Pick<Ground, 'cwd' | 'exists'>,
  { challenges }: Known,
  argument: string,
): boolean {
  if (/[/\\]|\.lua$|^\.+$/i.test(argument)) return true;
  return argument !== '' && !challenges.some(({ id }) => id === argument) && exists(resolve(cwd(), argument));
}

/** A file, or the folder of one, by its path. */
async function workAt(ground: Ground, known: Known, path: string): Promise<Work> {
  const full = resolve(ground.cwd(), path);
  const inside = join(full, workFile);
  const file = ground.exists(inside) ? inside : full;
  const id = challengeNamed(await ground.readFile(file));
  if (id !== null) return { challenge: findChallenge(known, id), file };
  throw new UsageError(
    `${path} does not say which challenge it is for: begin it with the line \`${headerOf('ID')}\`. Any other limiter is attacked with hyperdrive attack.`,
  );
}

/** What cannot be read is told by who has to read it. */
async function namedIn({ readFile }: Ground, file: string): Promise<string | null> {
  try {
    return challengeNamed(await readFile(file));
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

/** The work in the folder that somebody stands in, or in one above it. */
async function workHere(ground: Ground, challenges: readonly Challenge[]): Promise<Work | null> {
  for (let folder = ground.cwd(); ; folder = dirname(folder)) {
    const file = join(folder, workFile);
    if (ground.exists(file)) {
      const id = (await namedIn(ground, file)) ?? basename(folder);
      const challenge = challenges.find((one) => one.id === id);
      if (challenge) return { challenge, file };
    }
    if (folder === dirname(folder)) return null;
  }
}
