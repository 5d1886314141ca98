/** The bound of the window that begins with its first jump, held against its model. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask } from '../../lua/plans.ts';
import { inWindowsFromFirst, type Admission } from '../../../src/challenge/models/bounds.ts';
import { attackModels, models } from '../../../src/challenge/models/index.ts';

const moves = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 15 }), cost: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 20 },
);

/** What the model admits of these moves, and the first jump that it denies. */
function walk(limit: number, periodMs: number, plan: readonly { waitMs: number; cost: number }[]) {
  const model = attackModels['fixed-window-from-first']!.model();
  const admitted: Admission[] = [];
  let nowMs = 100;
  for (const { waitMs, cost } of plan) {
    nowMs += waitMs;
    const jump = { at: BigInt(nowMs), units: BigInt(cost), leaves: BigInt(nowMs) };
    if (!ask(model, { limit, periodMs, cost, nowMs }).allowed) return { admitted, denied: jump };
    admitted.push(jump);
  }
  return { admitted, denied: null };
}

describe('the bound of windows that begin with their first jump', () => {
  it('holds for all that the model admits, and for nothing more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 20 }),
        moves,
        (limit, period, plan) => {
          const terms = { limit: BigInt(limit), periodMs: BigInt(period), capacity: BigInt(limit) };
          const { admitted, denied } = walk(limit, period, plan);
          expect(inWindowsFromFirst(terms, admitted)).toBeNull();
          if (denied) expect(inWindowsFromFirst(terms, [...admitted, denied])).toMatch('units in the window');
        },
      ),
    );
  });

  it('is told with the window', () => {
    const at = (instant: bigint): Admission => ({ at: instant, units: 1n, leaves: instant });
    const terms = { limit: 2n, periodMs: 10n, capacity: 2n };
    expect(inWindowsFromFirst(terms, [at(5n), at(14n), at(15n), at(15n)])).toBeNull();
    expect(inWindowsFromFirst(terms, [at(5n), at(15n), at(16n), at(24n)])).toBe(
      '3 units in the window that began with the jump at 15',
    );
  });
});

it('is the model of no script in lua/', () => {
  expect(Object.keys(attackModels)).toEqual([...Object.keys(models), 'fixed-window-from-first']);
});
