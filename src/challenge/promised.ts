import { basename, dirname, join } from 'node:path';
import { splitFrontMatter } from '../content/front-matter.ts';
import type { ProgressStore } from '../deps.ts';
import { HyperdriveError } from '../errors.ts';
import { makeScripts } from '../limiter/script.ts';
import { bonus } from './bonus/index.ts';
import type { ChallengeCard } from './challenge.ts';
import { contractConvention } from './contract-convention.ts';
import { familyOf } from './family.ts';
import { models } from './models/index.ts';
import { readCard } from './library/card.ts';
import { standingOf } from './learner/standing.ts';
import { challengeNamed } from './library/header.ts';
import { loadChallenges, type Shelf } from './library/library.ts';
import type { Promised, SpecimenOptions } from './specimen-of.ts';
import type { Specimen } from './specimen.ts';

/** What the scripts of a challenge promise: to be its model, under the decision contract, or to keep rules of its own. */
export function promisedBy({ id, model }: Pick<ChallengeCard, 'id' | 'model'>): Promised {
  const own = Object.hasOwn(bonus, model) ? bonus[model] : undefined;
  if (own) return { promises: model, ...own, reference: null };
  const known = Object.hasOwn(models, model) ? models[model] : undefined;
  if (!known) throw new HyperdriveError(`The challenge ${id} has rules that this hyperdrive does not know.`);
  const family = familyOf(model);
  return {
    promises: model,
    model: known,
    convention: contractConvention(family),
    reference: family.reference,
  };
}

/** A script that is meant to answer a challenge, whatever it says of itself. */
export function specimenFor(card: Pick<ChallengeCard, 'id' | 'model'>, file: string, text: string): Specimen {
  return { file, scripts: makeScripts(basename(file), text), ...promisedBy(card) };
}

/**
 * How the script in a file is held against the challenge that it names: one that came with hyperdrive, else the one whose
 * folder it lies in, else the one that the learner has started. Challenges are read only where it names one.
 */
export async function challengeRules(
  shelf: Shelf & { progress: Pick<ProgressStore, 'load'> },
  file: string,
  text: string,
): Promise<Pick<SpecimenOptions, 'conventionOfChallenge'>> {
  const named = challengeNamed(text);
  if (named === null) return {};
  const { challenges } = await loadChallenges(shelf);
  const card =
    challenges.find(({ id }) => id === named) ??
    (await cardIn(shelf, dirname(file), named)) ??
    (await cardIn(shelf, standingOf(shelf.progress.load(), named).from, named));
  return { conventionOfChallenge: (id) => (card?.id === id ? promisedBy(card) : null) };
}

/** What the brief.md in a folder says, if it is that of this challenge. */
async function cardIn(shelf: Shelf, folder: string | undefined, id: string): Promise<ChallengeCard | null> {
  if (folder === undefined) return null;
  const brief = join(folder, 'brief.md');
  if (!shelf.exists(brief)) return null;
  return readCard(splitFrontMatter(await shelf.readFile(brief)).yaml, id, () => {});
}
