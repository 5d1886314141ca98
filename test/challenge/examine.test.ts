import { expect, it } from 'vitest';
import type { ArenaKeeper } from '../../src/challenge/arena-keeper.ts';
import { makeExaminer } from '../../src/challenge/examine.ts';
import type { Played } from '../../src/challenge/played.ts';
import type { Sequence } from '../../src/challenge/sequence.ts';
import { packaged } from './specimens.ts';

const sequence: Sequence = {
  drive: { limit: 5, periodMs: 60_000 },
  startMs: 1_699_920_000_000,
  jumps: [{ atMs: 0, cost: 1 }],
};

/** How the one jump went: by the fixed window 4 are left, and the key lives for a minute. */
const went = ({ remaining = 4, ttl = 60_000 }): Played => ({
  keys: ['a'],
  jumps: [
    {
      answer: { allowed: true, remaining, retryAfterMs: 0, resetAfterMs: 60_000 },
      error: null,
      misshapen: false,
      ttls: [ttl],
      state: [],
    },
  ],
  atMs: [sequence.startMs],
});

/** Answers with these, one after the other. */
function examinerOf(frozen: boolean, ...plays: Played[]) {
  const keeper: ArenaKeeper = {
    use: async <T>() => ({ played: plays.shift(), frozen }) as T,
    stop: async () => {},
  };
  return makeExaminer(keeper, packaged('fixed-window'));
}

const lawsIn = async (frozen: boolean, ...plays: Played[]) => {
  const { judged } = await examinerOf(frozen, ...plays).examine(sequence);
  return judged.breaches.map(({ law }) => law);
};

const noTtl = went({ ttl: -1 });
const miscounted = went({ remaining: 3 });

it('is believed at once where time stands still', async () => {
  expect(await lawsIn(true, noTtl)).toEqual(['ttl']);
});

it('is believed, where time goes on, if it goes wrong every time', async () => {
  expect(await lawsIn(false, noTtl, went({}))).toEqual([]);
  expect(await lawsIn(false, noTtl, noTtl, noTtl, noTtl)).toEqual(['ttl']);
});

it('tells, where time goes on, only what went wrong every time', async () => {
  const both = went({ remaining: 3, ttl: -1 });
  expect(await lawsIn(false, both, miscounted, both, both)).toEqual(['remaining']);
  expect(await lawsIn(false, noTtl, miscounted)).toEqual([]);
});
