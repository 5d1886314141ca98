import { describe, expect, it } from 'vitest';
import { ask } from '../lua/plans.ts';
import { fixedWindowCases } from './fixed-window.cases.ts';
import { FixedWindowModel } from './fixed-window.ts';

describe('the exact model of a fixed window', () => {
  it.each(fixedWindowCases)('$name', ({ rows }) => {
    const model = new FixedWindowModel();
    const answers = rows.map((row) => ask(model, row));
    expect(answers).toEqual(rows.map(({ decision }) => decision));
  });
});
