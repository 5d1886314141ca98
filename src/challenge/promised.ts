import { basename } from 'node:path';
import { HyperdriveError } from '../errors.ts';
import { makeScripts } from '../limiter/script.ts';
import { bonus } from './bonus/index.ts';
import type { ChallengeCard } from './challenge.ts';
import { contractConvention } from './contract-convention.ts';
import { familyOf } from './family.ts';
import { models } from './models/index.ts';
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

/** How a script that names a challenge is held against it; the challenges are read only where it does. */
export async function challengeRules(
  shelf: Shelf,
  text: string,
): Promise<Pick<SpecimenOptions, 'conventionOfChallenge'>> {
  if (challengeNamed(text) === null) return {};
  const { challenges } = await loadChallenges(shelf);
  return {
    conventionOfChallenge(id) {
      const challenge = challenges.find((one) => one.id === id);
      return challenge ? promisedBy(challenge) : null;
    },
  };
}
