import { describe, expect, it } from 'vitest';
import { pauseMs } from '../../src/gateway/backoff.ts';

describe('the pause before the next attempt', () => {
  it('doubles up to 2 s, and stays there', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 6, 1_000].map((failed) => pauseMs(failed, 0));
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000]);
  });

  it('is shortened by chance to half at most', () => {
    expect([0, 0.5, 1].map((chance) => pauseMs(6, chance))).toEqual([2_000, 1_500, 1_000]);
  });
});
