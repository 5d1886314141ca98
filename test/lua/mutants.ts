import { findAlgorithm } from '../../src/algorithms/index.ts';
import { commonBucketMutants, commonMutants } from './common.mutants.ts';
import { fixedWindowMutants } from './fixed-window.mutants.ts';
import { gcraMutants } from './gcra.mutants.ts';
import { leakyBucketMeterMutants } from './leaky-bucket-meter.mutants.ts';
import { leakyBucketQueueMutants } from './leaky-bucket-queue.mutants.ts';
import type { Mutant } from './mutate.ts';
import { slidingWindowCounterMutants } from './sliding-window-counter.mutants.ts';
import { slidingWindowLogMutants } from './sliding-window-log.mutants.ts';
import { tokenBucketMutants } from './token-bucket.mutants.ts';

const own: Readonly<Record<string, readonly Mutant[]>> = {
  'fixed-window': fixedWindowMutants,
  'token-bucket': tokenBucketMutants,
  'leaky-bucket-meter': leakyBucketMeterMutants,
  'leaky-bucket-queue': leakyBucketQueueMutants,
  'sliding-window-log': slidingWindowLogMutants,
  'sliding-window-counter': slidingWindowCounterMutants,
  gcra: gcraMutants,
};

/** Every mutant of an algorithm's script. */
export function mutantsOf(algorithm: string): readonly Mutant[] {
  const common = findAlgorithm(algorithm).bucket ? [...commonMutants, ...commonBucketMutants] : commonMutants;
  return [...own[algorithm]!, ...common];
}
