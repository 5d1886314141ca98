import { UsageError } from '../errors.ts';
import { guess } from '../nearest.ts';
import type { Algorithm } from './algorithm.ts';
import { fixedWindow } from './fixed-window.ts';
import { flawed } from './flawed/index.ts';
import { gcra } from './gcra.ts';
import { leakyBucketMeter } from './leaky-bucket-meter.ts';
import { leakyBucketQueue } from './leaky-bucket-queue.ts';
import { slidingWindowCounter } from './sliding-window-counter.ts';
import { slidingWindowLog } from './sliding-window-log.ts';
import { tokenBucket } from './token-bucket.ts';

export type { Algorithm } from './algorithm.ts';

/** The scripts under the decision contract, in the order in which the missions teach them. */
export const correct: readonly Algorithm[] = [
  fixedWindow,
  tokenBucket,
  leakyBucketMeter,
  leakyBucketQueue,
  slidingWindowLog,
  slidingWindowCounter,
  gcra,
];

/** Every script that ships, correct ones first. */
export const algorithms: readonly Algorithm[] = [...correct, ...flawed];

/** Throws `UsageError` with the names that exist. */
export function findAlgorithm(name: string): Algorithm {
  const found = algorithms.find((algorithm) => algorithm.name === name);
  if (found) return found;
  const names = correct.map((algorithm) => algorithm.name);
  const near = guess(
    name,
    algorithms.map((algorithm) => algorithm.name),
  );
  throw new UsageError(
    `There is no algorithm ${JSON.stringify(name.slice(0, 80))}.${near} There are: ${names.join(', ')}, and flawed ones (hyperdrive lua --flawed).`,
  );
}
