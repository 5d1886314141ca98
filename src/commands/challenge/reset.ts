import { dirname, join } from 'node:path';
import type { Challenge } from '../../challenge/challenge.ts';
import { meantChallenge, ownFile, shownPath, workFile, type Known } from '../../challenge/learner/place.ts';
import { afterReset, changing, standingOf } from '../../challenge/learner/standing.ts';
import { UsageError } from '../../errors.ts';
import { resetView } from '../../view/challenge-brief.ts';
import type { Context } from '../context.ts';
import { openShelf } from './shelf.ts';

interface ResetOptions {
  yes?: boolean;
}

/** `hyperdrive challenge reset`: the starter anew; what the learner wrote is kept beside it. Asks. */
export async function run(context: Context, options: ResetOptions, [id]: string[]): Promise<void> {
  const known = await openShelf(context);
  await reset(context, known, await meantChallenge(context.deps, known, id), options);
}

/** The same for a challenge that was found. */
export async function reset(
  context: Context,
  known: Known,
  challenge: Challenge,
  { yes }: ResetOptions = {},
): Promise<void> {
  const { deps } = context;
  const { id, starter } = challenge;
  const { started } = standingOf(known.progress, id);
  const file =
    (await ownFile(deps, known, challenge)) ?? (started === undefined ? null : join(started, workFile));
  if (file === null) throw new UsageError(`${id} was not started yet: hyperdrive challenge start ${id}`);
  const shown = shownPath(deps.cwd(), file);
  if (!yes && deps.exists(file) && !(await agreed(context, shown))) return;
  await deps.makeFolder(dirname(file));
  const backup = await deps.replaceFile(file, starter);
  deps.progress.update(changing(id, afterReset));
  context.result({ challenge: id, file, backup }, (style) =>
    resetView({ id, file: shown, backup: backup && shownPath(deps.cwd(), backup) }, style),
  );
}

async function agreed(context: Context, file: string): Promise<boolean> {
  if (!context.interactive)
    throw new UsageError(
      `This would put the starter in the place of ${file}, and keep a copy of that. Add --yes to do it without being asked.`,
    );
  const prompts = await context.prompts();
  if (await prompts.confirm(`Begin ${file} anew? What you wrote is kept beside it.`)) return true;
  context.notice(`${file} stays as it is.`);
  return false;
}
