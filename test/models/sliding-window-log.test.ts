import { describe, expect, it } from 'vitest';
import { ask } from '../lua/plans.ts';
import { slidingWindowLogCases } from './sliding-window-log.cases.ts';
import { SlidingWindowLogModel } from './sliding-window-log.ts';
import { timeline } from './timeline.ts';

describe('the exact model of a sliding window log', () => {
  it.each(slidingWindowLogCases)('$name', ({ rows }) => {
    const model = new SlidingWindowLogModel();
    const answers = rows.map((row) => ask(model, row));
    expect(answers).toEqual(rows.map(({ decision }) => decision));
  });
});

describe('a case table', () => {
  it.each([
    ['5 for 10', 'at cost allowed remaining retry reset\n0 1 yes 1 0 1', /drive/],
    ['5 per 10', 'at cost allowed remaining reset\n0 1 yes 1 0 1', /columns/],
    ['5 per 10', 'at cost allowed remaining retry reset\n0 1 maybe 1 0 1', /bad row/],
    ['5 per 10', 'at cost allowed remaining retry reset\n0 1 yes 1 0', /bad row/],
    ['5 per 10', 'at cost allowed remaining retry reset\n0 1 yes 1.5 0 1', /no whole number/],
    ['5 per 10', 'at cost allowed remaining retry reset', /no rows/],
  ])('that cannot be read is refused (%#)', (drive, table, why) => {
    expect(() => timeline('t', drive, table)).toThrow(why);
  });
});
