import { UsageError } from '../errors.ts';
import type { Algorithm } from './algorithm.ts';
import { slidingWindowLog } from './sliding-window-log.ts';
import { timestampAsMember } from './timestamp-as-member.ts';

export type { Algorithm } from './algorithm.ts';

/** Every script that ships, correct ones first. */
export const algorithms: readonly Algorithm[] = [slidingWindowLog, timestampAsMember];

/** Throws `UsageError` with the names that exist. */
export function findAlgorithm(name: string): Algorithm {
  const found = algorithms.find((algorithm) => algorithm.name === name);
  if (found) return found;
  const names = algorithms.map((algorithm) => algorithm.name).join(', ');
  throw new UsageError(`There is no algorithm ${JSON.stringify(name.slice(0, 80))}. There are: ${names}.`);
}
