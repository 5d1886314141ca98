import type { Known } from '../../challenge/learner/place.ts';
import { loadChallenges } from '../../challenge/library/library.ts';
import { problemText } from '../../content/problem.ts';
import type { Context } from '../context.ts';

/** The challenges that came with hyperdrive, and how far the learner is. A broken one is told and left out. */
export async function openShelf({ deps, notice }: Context): Promise<Known> {
  const { challenges, problems } = await loadChallenges(deps);
  if (problems.length) notice(`A challenge is left out. ${problems.map(problemText).join(' ')}`);
  return { challenges, progress: deps.progress.load() };
}
