import { dirname, join, resolve, sep } from 'node:path';
import type { Challenge } from '../../challenge/challenge.ts';
import { challengeAt } from '../../challenge/learner/known.ts';
import {
  findChallenge,
  isPath,
  ownFile,
  shownPath,
  usualFolder,
  workFile,
  type Known,
} from '../../challenge/learner/place.ts';
import { readmeOf } from '../../challenge/learner/readme.ts';
import { changing } from '../../challenge/learner/standing.ts';
import { challengeNamed } from '../../challenge/library/header.ts';
import type { Deps } from '../../deps.ts';
import { UsageError } from '../../errors.ts';
import { startedView } from '../../view/challenge-brief.ts';
import type { Context } from '../context.ts';
import { editorOf, openEditor } from './editor.ts';
import { openShelf } from './shelf.ts';

interface StartOptions {
  edit?: boolean;
}

/** `hyperdrive challenge start`: a folder with the brief and a script to edit. What is there already stays as it is. */
export async function run(
  context: Context,
  options: StartOptions,
  [wanted = '', folder]: string[],
): Promise<void> {
  const { deps } = context;
  const known = await openShelf(context);
  const challenge = isPath(deps, known, wanted)
    ? await challengeAt(deps, deps.cwd(), known, wanted)
    : findChallenge(known, wanted);
  await start(context, known, challenge, { ...options, folder });
}

/** The same for a challenge that was found, in the folder that is given, else where it was begun, else in the usual one. */
export async function start(
  context: Context,
  known: Known,
  challenge: Challenge,
  { edit, folder }: StartOptions & { folder?: string | undefined } = {},
): Promise<void> {
  const { deps } = context;
  const { id, title, kind, mission, minutes, brief } = challenge;
  // What cannot be done is said before anything is written.
  const editor = edit ? editorOf(context) : null;
  const cwd = deps.cwd();
  const begun = folder === undefined ? await ownFile(deps, known, challenge) : null;
  const file = begun ?? join(folder === undefined ? usualFolder(cwd, id) : resolve(cwd, folder), workFile);
  // What was begun may be empty by now, or no text at all: it is the learner's.
  const written = begun === null && (await writeFolder(deps, challenge, file));
  deps.progress.update(
    changing(id, (standing) => ({
      ...standing,
      started: dirname(file),
      startedMs: deps.now(),
      ...(isOwn(deps, challenge) && { from: challenge.folder }),
    })),
  );
  context.result(
    { challenge: id, title, kind, mission, minutes, folder: dirname(file), file, written, brief },
    (style) => startedView({ challenge, file: shownPath(cwd, file), written }, style),
  );
  if (editor) await openEditor(context, editor, file);
}

/** Whether it came from somewhere else than hyperdrive, and so is found there again alone. */
function isOwn({ packageFolder }: Deps, { folder }: Challenge): boolean {
  return !folder.startsWith(join(packageFolder, 'missions') + sep);
}

/** Writes the brief and, last, the starter; false where a script for this challenge is there already. */
async function writeFolder(deps: Deps, challenge: Challenge, file: string): Promise<boolean> {
  if (deps.exists(file)) {
    const other = challengeNamed(await deps.readFile(file));
    if (other === challenge.id) return false;
    throw new UsageError(
      `${file} is there already, and is ${other === null ? 'not for a challenge' : `for ${other}`}. It stays as it is: name another folder, such as ${challenge.id}.`,
    );
  }
  const folder = dirname(file);
  await deps.makeFolder(folder);
  const readme = join(folder, 'README.md');
  if (!deps.exists(readme)) await deps.writeNewFile(readme, readmeOf(challenge));
  await deps.writeNewFile(file, challenge.starter);
  return true;
}
