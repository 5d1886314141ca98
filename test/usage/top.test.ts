import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTop, type TopSlot } from '../../src/usage/top.ts';
import { TopModel } from './top.model.ts';

const slotMs = 600_000;
const slot = (
  keep: number,
  counts: Record<string, number>,
  errors: Record<string, number> = {},
): TopSlot => ({
  beganMs: 0,
  total: Object.values(counts).reduce((sum, count) => sum + count, 0),
  keep,
  counts: new Map(Object.entries(counts)),
  errors: new Map(Object.entries(errors)),
});

describe('the lists of several slots as one', () => {
  it('is empty where there are none', () => {
    expect(mergeTop([])).toEqual({ sinceMs: null, total: 0, errorAtMost: 0, talkers: [] });
  });

  it('is exact as long as no list is full', () => {
    expect(mergeTop([slot(3, { a: 1, b: 5 }), slot(3, { a: 4 })])).toEqual({
      sinceMs: 0,
      total: 10,
      errorAtMost: 0,
      talkers: [
        { ship: 'a', jumps: 5, error: 0 },
        { ship: 'b', jumps: 5, error: 0 },
      ],
    });
  });

  it('gives a ship that a full list does not name what its smallest may have hidden', () => {
    expect(mergeTop([slot(2, { a: 9, b: 4 }, { b: 3 }), slot(2, { c: 7 })])).toMatchObject({
      errorAtMost: 4,
      talkers: [
        { ship: 'c', jumps: 11, error: 4 },
        { ship: 'a', jumps: 9, error: 0 },
        { ship: 'b', jumps: 4, error: 3 },
      ],
    });
  });

  it('keeps the promises of each: never too low, too high by its error at most, nobody large is missing', () => {
    const calls = fc.array(
      fc.record({
        waitMs: fc.constantFrom(0, 0, 0, slotMs),
        ships: fc.array(fc.tuple(fc.constantFrom(...'abcdefghij'), fc.integer({ min: 0, max: 20 }))),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(calls, fc.integer({ min: 2, max: 6 }), (all, keep) => {
        const model = new TopModel(7, slotMs);
        let nowMs = 0;
        for (const { waitMs, ships } of all) model.call({ keep, nowMs: (nowMs += waitMs), ships });
        const { talkers, errorAtMost, total } = mergeTop(model.slots);
        const truth = new Map<string, number>();
        for (const one of model.slots)
          for (const [ship, jumps] of one.truth) truth.set(ship, (truth.get(ship) ?? 0) + jumps);
        for (const { ship, jumps, error } of talkers) {
          const real = truth.get(ship) ?? 0;
          expect(jumps).toBeGreaterThanOrEqual(real);
          expect(jumps - error).toBeLessThanOrEqual(real);
          expect(error).toBeLessThanOrEqual(errorAtMost);
        }
        const told = new Set(talkers.map(({ ship }) => ship));
        for (const [ship, real] of truth) if (!told.has(ship)) expect(real).toBeLessThanOrEqual(errorAtMost);
        expect(errorAtMost).toBeLessThanOrEqual(total / keep);
      }),
    );
  });
});
