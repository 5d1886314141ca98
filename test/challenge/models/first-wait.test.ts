import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask } from '../../lua/plans.ts';
import { firstWait } from '../../../src/challenge/models/first-wait.ts';
import { FixedWindowModel } from '../../../src/challenge/models/fixed-window.ts';
import { FixedWindowFromFirstModel } from '../../../src/challenge/models/fixed-window-from-first.ts';
import { SlidingWindowCounterModel } from '../../../src/challenge/models/sliding-window-counter.ts';

describe('the first wait', () => {
  const from = (first: bigint) => (at: bigint) => at >= first;

  it('is found to the millisecond, however far away', () => {
    expect(firstWait(10n, 20n, from(5n))).toBe(0n);
    expect(firstWait(10n, 20n, from(10n))).toBe(0n);
    expect(firstWait(10n, 20n, from(11n))).toBe(1n);
    expect(firstWait(10n, 20n, from(20n))).toBe(10n);
    expect(firstWait(0n, 2n ** 52n, from(1_234_567_890_123n))).toBe(1_234_567_890_123n);
  });

  it('is -1 where nothing changes by the end', () => {
    expect(firstWait(10n, 20n, from(21n))).toBe(-1n);
  });

  /** Only where what holds goes on holding are the instants in between all asked for. */
  it.each([
    ['fixed window', () => new FixedWindowModel()],
    ['fixed window from the first jump', () => new FixedWindowFromFirstModel()],
    ['sliding window counter', () => new SlidingWindowCounterModel()],
  ])('of the model of a %s is the one that trying every millisecond finds', (_, makeModel) => {
    fc.assert(
      fc.property(
        fc.record({
          limit: fc.integer({ min: 1, max: 6 }),
          periodMs: fc.integer({ min: 1, max: 20 }),
          moves: fc.array(
            fc.record({ waitMs: fc.integer({ min: -3, max: 15 }), cost: fc.integer({ min: 0, max: 6 }) }),
            { minLength: 1, maxLength: 20 },
          ),
        }),
        ({ limit, periodMs, moves }) => {
          const model = makeModel();
          let nowMs = 100;
          for (const { waitMs, cost } of moves) {
            nowMs += waitMs;
            const { retryAfterMs, resetAfterMs } = ask(model, { limit, periodMs, cost, nowMs });
            const look = (atMs: number) => ask(model, { limit, periodMs, cost: 0, nowMs: atMs });
            for (let wait = 0; wait < resetAfterMs!; wait++)
              expect(look(nowMs + wait)).toMatchObject({ resetAfterMs: resetAfterMs! - wait });
            expect(look(nowMs + resetAfterMs!)).toMatchObject({ remaining: limit, resetAfterMs: 0 });
            for (let wait = 0; wait < retryAfterMs!; wait++)
              expect(look(nowMs + wait).remaining).toBeLessThan(cost);
            if (retryAfterMs! > 0) expect(look(nowMs + retryAfterMs!).remaining).toBeGreaterThanOrEqual(cost);
          }
        },
      ),
    );
  });
});
