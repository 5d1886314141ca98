import { describe, expect, it } from 'vitest';
import { attackProgressLine } from '../../src/view/verdict.ts';
import { plainStyle } from '../support/style.ts';

describe('the progress of an attack', () => {
  const progress = { trying: 'window edges', traces: 120, jumps: 2_345, share: 0.4 };

  it('is a bar and a few words', () => {
    expect(attackProgressLine(progress, plainStyle())).toBe(
      '████████████████░░░░░░░░░░░░░░░░░░░░░░░░ window edges, 120 traces, 2,345 jumps',
    );
  });

  it('stays on its line, also in 40 columns', () => {
    expect(attackProgressLine(progress, plainStyle(40, { unicode: false }))).toBe(
      '##########................ window edges',
    );
    for (const width of [20, 30, 40, 60, 80]) {
      expect(attackProgressLine(progress, plainStyle(width)).length).toBeLessThan(width);
    }
  });
});
