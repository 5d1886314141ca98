import { isCost } from './expect.ts';
import type { Sequence } from './sequence.ts';

/** The least and the most of each number that an attack has tried; null before it has tried any. */
export interface Tried {
  limit: Range | null;
  periodMs: Range | null;
  /** Costs that can be; what cannot is tried as well. */
  cost: Range | null;
}

type Range = readonly [least: number, most: number];

export const nothingTried: Tried = { limit: null, periodMs: null, cost: null };

/** The same with one more sequence. */
export function triedBeside({ limit, periodMs, cost }: Tried, { drive, jumps }: Sequence): Tried {
  const costs = jumps.map((jump) => jump.cost).filter(isCost);
  return {
    limit: widened(limit, [drive.limit]),
    periodMs: widened(periodMs, [drive.periodMs]),
    cost: widened(cost, costs),
  };
}

function widened(range: Range | null, values: readonly number[]): Range | null {
  if (!values.length) return range;
  return [Math.min(...values, ...(range ?? [])), Math.max(...values, ...(range ?? []))];
}
