import { describe, expect, it } from 'vitest';
import { attackingLine, checkedView, watchOpening, type Checked } from '../../src/view/challenge-check.ts';
import { verdictView } from '../../src/view/verdict.ts';
import { plainStyle } from '../support/style.ts';
import { held, timestampAsMember } from './verdicts.ts';

const passed: Checked = {
  id: 'repair-the-log',
  verdict: { ...held, weaknesses: ['A caller whose clock is ahead gets more.'] },
  first: true,
  failures: 0,
  offerHint: false,
  next: 'repair-the-retry',
};
const failed: Checked = { ...passed, verdict: timestampAsMember, first: true, failures: 1 };

describe('a script that passes', () => {
  it('is told so in short, with what it costs and what comes next', () => {
    expect(checkedView(passed, plainStyle())).toMatchInlineSnapshot(`
      "✓ Well done: repair-the-log is passed, and nothing that came to mind breaks your
        script.
        It survived 18,332 jumps in 1,204 traces, on valkey 8.0.1.
        golf, low wins: 3.0 commands a call (reference 2.5), 128 bytes a key (96)

      Worth knowing
        • A caller whose clock is ahead gets more.

      Not attacked
        • Reset after: the reply does not tell it.

      Next:
        hyperdrive challenge start repair-the-retry
      Another way to write it:
        hyperdrive challenge solution repair-the-log"
    `);
    expect(checkedView(passed, plainStyle(40))).toMatchInlineSnapshot(`
      "✓ Well done: repair-the-log is passed,
        and nothing that came to mind breaks
        your script.
        It survived 18,332 jumps in 1,204
        traces, on valkey 8.0.1.
        golf, low wins: 3.0 commands a call
          (reference 2.5), 128 bytes a key
          (96)

      Worth knowing
        • A caller whose clock is ahead gets
          more.

      Not attacked
        • Reset after: the reply does not tell
          it.

      Next:
        hyperdrive challenge start repair-the-retry
      Another way to write it:
        hyperdrive challenge solution repair-the-log"
    `);
  });

  it('is praised once, and nothing comes after the last', () => {
    const again = checkedView(
      { ...passed, first: false, next: null, verdict: { ...held, cost: null } },
      plainStyle(),
    );
    expect(again).toMatchInlineSnapshot(`
      "✓ repair-the-log still holds.
        It survived 18,332 jumps in 1,204 traces, on valkey 8.0.1.

      Worth knowing
        • It believes whatever clock the caller sends.

      Not attacked
        • Reset after: the reply does not tell it.

      You have passed every challenge.
      Another way to write it:
        hyperdrive challenge solution repair-the-log"
    `);
  });
});

describe('a script that does not', () => {
  it('is told by the whole verdict', () => {
    expect(checkedView(failed, plainStyle())).toBe(verdictView(timestampAsMember, plainStyle()));
  });

  it('may be offered a hint', () => {
    expect(
      checkedView({ ...failed, offerHint: true }, plainStyle())
        .split('\n\n')
        .at(-1),
    ).toMatchInlineSnapshot(`
      "There are hints, should you want one:
        hyperdrive challenge hint repair-the-log"
    `);
  });
});

it('says when an attack begins, and how a watch ends', () => {
  const atMs = new Date(2025, 0, 15, 14, 3, 22).getTime();
  expect(attackingLine(atMs, plainStyle())).toBe('14:03:22 attacking…');
  expect(watchOpening('limiter.lua', true, plainStyle(40))).toMatchInlineSnapshot(`
    "Each save is attacked; q ends the watch:
      limiter.lua"
  `);
  expect(watchOpening('limiter.lua', false, plainStyle())).toMatchInlineSnapshot(`
    "Each save is attacked; Ctrl-C ends the watch:
      limiter.lua"
  `);
});
