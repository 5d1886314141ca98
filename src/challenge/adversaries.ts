import { mostOnes, mostOfMany, at, one, all, oneMore, times, most, look, full, after } from './moves.ts';
import type { Move } from './plan.ts';
import type { AttackDrive } from './sequence.ts';

/** Traffic that somebody thought of because limiters break on it. */
export interface Adversary {
  name: string;
  /** For these numbers; null where it has nothing to say to them. */
  moves(drive: AttackDrive): readonly Move[] | null;
  /** The numbers that it is about; the usual ones unless given. */
  drives?: readonly AttackDrive[];
  /** When it starts, in ms after a whole day; 0 unless given. */
  starts?: readonly number[];
}

export const adversaries: readonly Adversary[] = [
  { name: 'many in one millisecond', starts: [0, 1], moves: (drive) => full(drive, 2) },
  {
    name: 'a large limit, one by one',
    moves: (drive) => (drive.limit > mostOnes ? full(drive, 2, at('now'), mostOfMany) : null),
  },
  {
    name: 'the largest limits',
    // A log takes no more than the former; nothing in the others is round.
    drives: [
      { limit: 10_000, periodMs: 60_000 },
      { limit: 999_979, periodMs: 604_799_999 },
      { limit: 999_983, periodMs: 604_799_999 },
    ],
    moves: () => [
      one(),
      one(at('now'), { part: 1, plus: -1 }),
      one(),
      one(at('retry')),
      one(at('reset'), all),
      one(),
    ],
  },
  { name: 'one after the other', moves: (drive) => full(drive, 2, at('now', 1)) },
  {
    name: 'within one second',
    starts: [999],
    moves: (drive) => after(full(drive, 1, at('now', 1)), one(at('now', 500))),
  },
  {
    name: 'back at the promised instant',
    starts: [0, 1, 137],
    moves: (drive) =>
      after(
        full(drive),
        one(at('retry', -1)),
        one(at('now', 1)),
        one(at('now')),
        one(at('retry', -1)),
        one(at('now', 1)),
      ),
  },
  {
    name: 'window edges',
    starts: [0, 1, 997],
    moves: (drive) =>
      after(
        [one(), one(at('edge', -1))],
        ...times(Math.min(most(drive), mostOnes), one()),
        ...times(Math.min(most(drive), mostOnes) + 1, one(at('now', 1))),
        one(at('edge', -1)),
        one(at('now', 1)),
        one(at('now')),
      ),
  },
  {
    name: 'one period later',
    starts: [0, 999],
    moves: (drive) =>
      after(
        [one()],
        one(at('period', -1)),
        ...(full(drive) ?? []),
        one(at('now', 1)),
        one(at('period', -1)),
        one(at('now', 1)),
        one(at('period', 0)),
        ...(full(drive) ?? []),
      ),
  },
  {
    name: 'halfway through',
    moves: (drive) =>
      after(
        full(drive, 0),
        one(at('period', 0, 0.5)),
        one(at('period', 0, 0.5)),
        one(at('period', 0, 0.25)),
        one(at('period', 0, 0.25)),
      ),
  },
  {
    name: 'a poller',
    moves: ({ limit, ...drive }) => {
      if (limit > mostOnes) return null;
      return after(full({ limit, ...drive }, 0), ...times(8, one(at('period', 0, 1 / limit / 2))));
    },
  },
  {
    name: 'an impatient poller',
    moves: ({ limit, ...drive }) => {
      if (limit > mostOnes) return null;
      return after(full({ limit, ...drive }, 0), ...times(10, one(at('period', 1, 1 / limit / 3))));
    },
  },
  {
    name: 'the denied knock',
    moves: (drive) =>
      after(
        full(drive, 0),
        ...times(4, one(at('period', 0, 0.25))),
        one(at('retry')),
        ...times(4, one(at('period', 0, 0.2))),
      ),
  },
  {
    name: 'idle, then all at once',
    moves: (drive) =>
      after(
        full(drive, 0),
        one(at('reset', -1), all),
        one(at('now', 1), all),
        one(at('now')),
        one(at('reset')),
        ...(full(drive) ?? []),
      ),
  },
  {
    name: 'two minutes idle',
    moves: (drive) => after(full(drive, 0), one(at('now', 121_000)), ...(full(drive) ?? [])),
  },
  {
    name: 'steady for long',
    starts: [0, 3],
    moves: (drive) => after(full(drive, 0), ...times(30, one(at('retry')))),
  },
  {
    name: 'costs',
    moves: () => [
      one(at('now'), 2),
      one(at('now'), all),
      one(at('now'), { part: 1, plus: -1 }),
      one(at('now'), oneMore),
      one(at('retry'), { part: 0.5, plus: 0 }),
      one(at('now'), all),
      one(at('retry', -1), all),
      one(at('now', 1), all),
      one(at('now'), 1),
    ],
  },
  {
    name: 'a cost that never fits',
    moves: () => [
      one(at('now'), oneMore),
      one(at('now'), all),
      one(at('now'), oneMore),
      one(at('now', 1), 1),
      one(at('reset'), all),
    ],
  },
  {
    name: 'denied at a price',
    moves: () => [
      one(at('now'), { part: 1, plus: -1 }),
      one(at('now'), all),
      one(at('now'), 1),
      one(at('now'), 1),
    ],
  },
  {
    name: 'looks',
    moves: (drive) =>
      after(
        [look, one(), look, ...(full(drive, 0) ?? [])],
        look,
        one(at('period', 0, 0.5), 0),
        one(at('reset', -1), 0),
        one(at('now', 1), 0),
      ),
  },
  {
    name: 'negative costs',
    moves: (drive) =>
      after(full(drive, 0), one(at('now'), -1), one(), one(at('now'), { part: -1, plus: 0 }), one()),
  },
  {
    name: 'huge costs',
    moves: () => [one(), one(at('now'), 2 ** 52), one(at('now'), 2 ** 53), one(), one(at('retry'))],
  },
  {
    name: 'a clock that steps back',
    moves: (drive) =>
      after(
        full(drive, 0),
        one(at('now', -1)),
        one(at('period', 0, -0.5)),
        one(at('period', 0, -3), 0),
        one(at('period', 0, 3.5), all),
        one(at('now', -5), 0),
        one(),
      ),
  },
];

/** For limiters of several calls: their callers' calls take turns, or a caller dies between two. */
export const turnTaking: readonly Adversary[] = [
  {
    name: 'callers that take turns',
    moves: (drive) => full(drive)?.map((move) => ({ ...move, interleaved: true as const })) ?? null,
  },
  {
    name: 'a caller that dies half-way',
    moves: (drive) =>
      after([{ ...one(), dies: true }], ...(full(drive) ?? []), one(at('reset', 1)), one(at('period', 1, 2))),
  },
];

/** For scripts that believe the caller's clock. */
export const clocks: readonly Adversary[] = [
  {
    name: 'a caller whose clock is ahead',
    moves: (drive) =>
      after(full(drive, 0), { ...one(), skewMs: drive.periodMs }, { ...one(), skewMs: 2 * drive.periodMs }),
  },
  {
    name: 'a caller whose clock is behind',
    moves: (drive) => full(drive, 2)?.map((move) => ({ ...move, skewMs: -2 * drive.periodMs })) ?? null,
  },
  {
    name: 'callers whose clocks differ',
    moves: (drive) =>
      after(full(drive, 0), { ...one(), skewMs: -drive.periodMs }, one(), {
        ...one(),
        skewMs: drive.periodMs,
      }),
  },
];
