import { lawWords } from '../../challenge/law-words.ts';
import { afterHint, besideTheHints, nextHint } from '../../challenge/learner/hint.ts';
import { meantChallenge, type Known } from '../../challenge/learner/place.ts';
import { changing, standingOf } from '../../challenge/learner/standing.ts';
import type { Challenge } from '../../challenge/challenge.ts';
import { hintsView, noHintView } from '../../view/challenge-hint.ts';
import type { Context } from '../context.ts';
import { openShelf } from './shelf.ts';

/** `hyperdrive challenge hint`: one hint more than the last time, for the law that broke last. */
export async function run(context: Context, _options: object, [id]: string[]): Promise<void> {
  const known = await openShelf(context);
  showHint(context, known, await meantChallenge(context.deps, known, id));
}

/** The same for a challenge that was found. */
export function showHint({ deps, result }: Context, { progress }: Known, challenge: Challenge): void {
  const { id } = challenge;
  const standing = standingOf(progress, id);
  const beside = besideTheHints(challenge, standing);
  if (beside) {
    const told = { challenge: id, law: beside, shown: 0, left: 3, hints: [] };
    result(told, (style) => noHintView(id, lawWords[beside].broken, style));
    return;
  }
  const hints = nextHint(challenge, standing);
  deps.progress.update(changing(id, (standing) => afterHint(challenge, hints, standing)));
  const { law, tiers, shown } = hints;
  result({ challenge: id, law, shown, left: tiers.length - shown, hints: tiers.slice(0, shown) }, (style) =>
    hintsView(id, hints, style),
  );
}
