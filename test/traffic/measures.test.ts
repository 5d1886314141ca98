import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PacedJump } from '../../src/traffic/burst.ts';
import { measure } from '../../src/traffic/measures.ts';

/** `+` an admitted jump, `-` a denied one, at these instants. */
function jumps(text: string, more: Partial<PacedJump> = {}): PacedJump[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((word, index) => {
      const allowed = word.startsWith('+');
      const [atMs, cost = 1] = word.slice(1).split('x').map(Number);
      const decision = { allowed, remaining: 0, retryAfterMs: 0, resetAfterMs: 0 };
      return { jump: index + 1, client: 1, calls: 1, ...decision, atMs: atMs!, cost, ...more };
    });
}

describe('the measures of a burst', () => {
  it('tell of denials, and of the last that was allowed', () => {
    expect(measure(jumps('+0 -10 +20 -30 -40 -50 +60 -70'), 100)).toEqual({
      firstDenialAtMs: 10,
      lastAllowedAtMs: 60,
      mostInAPeriod: 3,
      longestDenials: { jumps: 3, fromMs: 30, toMs: 50 },
    });
  });

  it('of nothing are nothing', () => {
    expect(measure([], 100)).toEqual({
      firstDenialAtMs: null, lastAllowedAtMs: null, mostInAPeriod: 0, longestDenials: null,
    }); // prettier-ignore
  });

  it('count units within half-open windows', () => {
    expect(measure(jumps('+0 +100'), 100).mostInAPeriod).toBe(1);
    expect(measure(jumps('+0 +99'), 100).mostInAPeriod).toBe(2);
    expect(measure(jumps('+0x4 +50x3 -60x9 +120x2'), 100).mostInAPeriod).toBe(7);
  });

  it('count them as every window does', () => {
    const traces = fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 40 }), cost: fc.integer({ min: 0, max: 3 }) }),
    );
    fc.assert(
      fc.property(traces, fc.integer({ min: 1, max: 60 }), (trace, periodMs) => {
        let at = 0;
        const words = trace.map(({ gap, cost }) => `+${(at += gap)}x${cost}`);
        const all = jumps(words.join(' '));
        let most = 0;
        for (let from = 0; from <= at; from++) {
          const inside = all.filter(({ atMs }) => atMs >= from && atMs < from + periodMs);
          most = Math.max(
            most,
            inside.reduce((sum, { cost }) => sum + cost, 0),
          );
        }
        expect(measure(all, periodMs).mostInAPeriod).toBe(most);
      }),
    );
  });

  it('tell when the last leaves a queue, and how late a jump was', () => {
    const queued = [
      ...jumps('+0', { delayMs: 0 }),
      ...jumps('+10', { delayMs: 500 }),
      ...jumps('-20', { delayMs: 0 }),
    ];
    expect(measure(queued, 100).lastDepartureMs).toBe(510);
    expect(measure(jumps('-20', { delayMs: 0 }), 100).lastDepartureMs).toBeNull();
    expect(measure([...jumps('+0', { dueMs: 0 }), ...jumps('+17', { dueMs: 10 })], 100).latestMs).toBe(7);
  });
});
