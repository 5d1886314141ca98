/** The words that hand-made traffic is written in. */
import type { Cost, Move, Wait } from './plan.ts';
import type { AttackDrive } from './sequence.ts';

/** What a limiter can hold is only filled one by one up to here; and once up to there. */
export const mostOnes = 16;
export const mostOfMany = 200;

export const at = (after: Wait['after'], plusMs = 0, part = 1): Wait => ({ after, plusMs, part });
export const one = (wait: Wait = at('now'), cost: Cost = 1): Move => ({ wait, cost });
export const all: Cost = { part: 1, plus: 0 };
export const oneMore: Cost = { part: 1, plus: 1 };
export const times = (count: number, move: Move): Move[] => Array.from({ length: count }, () => move);
export const most = ({ limit, capacity = limit }: AttackDrive) => capacity;
export const look = one(at('now'), 0);

/** As many of one unit as fit, and one or more that do not; null where they would be too many. */
export const full = (drive: AttackDrive, beyond = 1, wait = at('now'), upTo = mostOnes): Move[] | null =>
  most(drive) <= upTo ? times(most(drive) + beyond, one(wait)) : null;

export const after = (first: Move[] | null, ...then: Move[]): Move[] | null => first && [...first, ...then];
