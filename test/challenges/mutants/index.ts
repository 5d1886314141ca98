import type { ChallengeCard } from '../../../src/challenge/challenge.ts';
import type { Mutant } from '../../lua/mutate.ts';
import { bonusMutants } from './bonus.ts';
import { completedMutants } from './completed.ts';
import { repairedBucketMutants } from './repaired-bucket.ts';
import { repairedLogMutants } from './repaired-log.ts';
import { repairedPromiseMutants } from './repaired-promise.ts';
import { repairedWindowMutants } from './repaired-window.ts';
import { writtenBucketMutants } from './written-bucket.ts';
import { writtenGcraMutants } from './written-gcra.ts';
import { writtenWindowMutants } from './written-window.ts';

const own: Readonly<Record<string, readonly Mutant[]>> = {
  ...bonusMutants,
  ...repairedBucketMutants,
  ...repairedLogMutants,
  'repair-the-window': repairedWindowMutants,
  'repair-the-promise': repairedPromiseMutants,
  'write-fixed-window': writtenWindowMutants,
  'write-token-bucket': writtenBucketMutants,
  'write-gcra': writtenGcraMutants,
};

/** Mistakes in a challenge's solution, each of which an attack must find. */
export function mutantsOfChallenge({ id, model, kind }: ChallengeCard): readonly Mutant[] {
  const mutants = kind === 'complete' ? completedMutants(model) : own[id];
  if (!mutants) throw new Error(`${id} has no mutants: add some in test/challenges/mutants`);
  return mutants;
}
