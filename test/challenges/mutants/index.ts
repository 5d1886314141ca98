import type { Mutant } from '../../lua/mutate.ts';
import { mutantsOf } from '../../lua/mutants.ts';
import { repairedBucketMutants } from './repaired-bucket.ts';
import { repairedLogMutants } from './repaired-log.ts';
import { repairedPromiseMutants } from './repaired-promise.ts';
import { repairedWindowMutants } from './repaired-window.ts';
import { writtenBucketMutants } from './written-bucket.ts';
import { writtenGcraMutants } from './written-gcra.ts';
import { writtenWindowMutants } from './written-window.ts';

const own: Readonly<Record<string, readonly Mutant[]>> = {
  'repair-the-log': repairedLogMutants,
  'repair-the-retry': repairedLogMutants,
  'repair-the-window': repairedWindowMutants,
  'repair-the-poller': repairedBucketMutants,
  'repair-the-second-key': repairedBucketMutants,
  'repair-the-memory': repairedBucketMutants,
  'repair-the-toll': repairedBucketMutants,
  'repair-the-promise': repairedPromiseMutants,
  'write-fixed-window': writtenWindowMutants,
  'write-token-bucket': writtenBucketMutants,
  'write-gcra': writtenGcraMutants,
};

/** Solutions with one mistake that an attack must find. */
export function mutantsOfChallenge({
  id,
  model,
  kind,
}: {
  id: string;
  model: string;
  kind: string;
}): readonly Mutant[] {
  // The solution of a script with blanks is the packaged script.
  return kind === 'complete' ? mutantsOf(model) : own[id]!;
}
