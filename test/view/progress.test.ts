import { expect, it } from 'vitest';
import { progressLine } from '../../src/view/progress.ts';
import { plainStyle } from '../support/style.ts';

const at = (done: number, width = 80, unicode = true) =>
  progressLine({ done, total: 1_200, elapsedMs: 12_999 }, plainStyle(width, { unicode }));

it('shows how far something is', () => {
  expect([at(0), at(600), at(1_200), at(600, 40, false), at(600, 20)].join('\n')).toMatchInlineSnapshot(`
    "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 1,200 jumps, 12 s
    ████████████████████░░░░░░░░░░░░░░░░░░░░ 600 of 1,200 jumps, 12 s
    ████████████████████████████████████████ 1,200 of 1,200 jumps, 12 s
    #######....... 600 of 1,200 jumps, 12 s
    600 of 1,200 jumps,"
  `);
});

it('is never so long that a terminal wraps it', () => {
  for (let width = 20; width <= 100; width++) expect([...at(1_000, width)].length).toBeLessThan(width);
});
