import { dirname, join, resolve } from 'node:path';
import type { Challenge } from '../../challenge/challenge.ts';
import {
  findChallenge,
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
export async function run(context: Context, options: StartOptions, [id, folder]: string[]): Promise<void> {
  const known = await openShelf(context);
  await start(context, known, findChallenge(known.challenges, id!), { ...options, folder });
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
  const written = await writeFolder(deps, challenge, file);
  deps.progress.update(
    changing(id, (standing) => ({ ...standing, started: dirname(file), startedMs: deps.now() })),
  );
  context.result(
    { challenge: id, title, kind, mission, minutes, folder: dirname(file), file, written, brief },
    (style) => startedView({ challenge, file: shownPath(cwd, file), written }, style),
  );
  if (editor) await openEditor(context, editor, file);
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
