import { standingOf, stateOf } from '../../challenge/learner/standing.ts';
import type { Known } from '../../challenge/learner/place.ts';
import { challengeListView, type Listed } from '../../view/challenge-list.ts';
import type { Context } from '../context.ts';
import { openShelf } from './shelf.ts';

/** `hyperdrive challenge list`: the challenges, and how far somebody is in each. */
export async function run(context: Context): Promise<void> {
  showList(context, await openShelf(context));
}

/** Prints the list: a table, or with `--json` a document for each. */
export function showList(context: Context, known: Known): void {
  const listed = listedOf(known);
  if (!context.options.json) {
    context.result({ challenges: listed.map(documentOf) }, (style) => challengeListView(listed, style));
    return;
  }
  for (const one of listed) context.result(documentOf(one), () => '');
}

export function listedOf({ challenges, progress }: Known): Listed[] {
  return challenges.map((challenge) => ({ challenge, state: stateOf(standingOf(progress, challenge.id)) }));
}

function documentOf({ challenge: { id, title, kind, mission, minutes }, state }: Listed) {
  return { challenge: id, title, kind, mission, minutes, state };
}
