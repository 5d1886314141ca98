import { loadKnown } from '../../challenge/learner/known.ts';
import type { Known } from '../../challenge/learner/place.ts';
import { problemText } from '../../content/problem.ts';
import type { Context } from '../context.ts';

/** The challenges there are for the learner, and how far that is. A broken one is told and left out. */
export async function openShelf({ deps, notice }: Context): Promise<Known> {
  const { known, problems } = await loadKnown(deps, deps.progress.load());
  if (problems.length) notice(`A challenge is left out. ${problems.map(problemText).join(' ')}`);
  return known;
}
