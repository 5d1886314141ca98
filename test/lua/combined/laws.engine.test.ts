import { describe, expect, it } from 'vitest';
import { combined } from '../../../src/algorithms/combined.ts';
import { findSeveral, severalLaws } from './laws.ts';
import { frozenTime, lookAlike, subjectOf } from './workbench.ts';

const runs = lookAlike ? 150 : 600;

describe.each(combined)('$name', ({ rule }) => {
  it.each(severalLaws)('$name', async (law) => {
    expect(await findSeveral(law, subjectOf(rule), { runs, shrink: true, frozenTime })).toBeNull();
  });
});
