import type { Challenge } from '../../challenge/challenge.ts';
import { meantChallenge, type Known } from '../../challenge/learner/place.ts';
import { standingOf } from '../../challenge/learner/standing.ts';
import { UsageError } from '../../errors.ts';
import { solutionView } from '../../view/challenge-solution.ts';
import type { Context } from '../context.ts';
import { openShelf } from './shelf.ts';

interface SolutionOptions {
  reveal?: boolean;
}

/** `hyperdrive challenge solution`: a script that passes, for who has passed or insists. */
export async function run(context: Context, options: SolutionOptions, [id]: string[]): Promise<void> {
  const known = await openShelf(context);
  await showSolution(context, known, await meantChallenge(context.deps, known, id), options);
}

/** The same for a challenge that was found. */
export async function showSolution(
  context: Context,
  { progress }: Known,
  { id, solution }: Challenge,
  { reveal }: SolutionOptions = {},
): Promise<void> {
  if (!standingOf(progress, id).passed) {
    if (!reveal)
      throw new UsageError(
        `${id} is not passed yet, and the solution would spoil it. Hints: hyperdrive challenge hint ${id}. To read it all the same, add --reveal.`,
      );
    if (context.interactive && !(await insists(context, id))) return;
  }
  context.result({ challenge: id, text: solution }, (style) => solutionView(solution, style));
  context.notice('This is one way: scripts of another design pass too.');
}

async function insists(context: Context, id: string): Promise<boolean> {
  const prompts = await context.prompts();
  if (await prompts.confirm(`Read the solution of ${id} before yours passes?`)) return true;
  context.notice(`A hint may be enough: hyperdrive challenge hint ${id}`);
  return false;
}
