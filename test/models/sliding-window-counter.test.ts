import { describe, expect, it } from 'vitest';
import { ask } from '../lua/plans.ts';
import { slidingWindowCounterCases } from './sliding-window-counter.cases.ts';
import { SlidingWindowCounterModel } from './sliding-window-counter.ts';

describe('the exact model of a sliding window counter', () => {
  it.each(slidingWindowCounterCases)('$name', ({ rows }) => {
    const model = new SlidingWindowCounterModel();
    const answers = rows.map((row) => ask(model, row));
    expect(answers).toEqual(rows.map(({ decision }) => decision));
  });
});
