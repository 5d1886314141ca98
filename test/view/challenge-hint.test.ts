import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { Hints } from '../../src/challenge/learner/hint.ts';
import { hintsView } from '../../src/view/challenge-hint.ts';
import { plainStyle } from '../support/style.ts';

const hints: Hints = {
  law: 'decision',
  tiers: [
    'Look at **the line** that writes a jump down.',
    'A member can be in a set once.',
    'Almost:\n\n```lua\nredis.call("ZADD", key, now, now)\n```',
  ],
  before: 1,
  shown: 2,
};

describe('hints', () => {
  it('are shown with those before', () => {
    expect(hintsView('repair-the-log', hints, plainStyle())).toMatchInlineSnapshot(`
      "Hints for repair-the-log, for the law that broke last (decisions)

      Hint 1, where to look (seen before)
      Look at the line that writes a jump down.

      Hint 2, what is wrong
      A member can be in a set once.

      For one more:
        hyperdrive challenge hint repair-the-log"
    `);
    expect(hintsView('repair-the-log', { ...hints, law: null, before: 0, shown: 1 }, plainStyle(40)))
      .toMatchInlineSnapshot(`
      "Hints for repair-the-log, whatever
      breaks

      Hint 1, where to look
      Look at the line that writes a jump
      down.

      For one more:
        hyperdrive challenge hint repair-the-log"
    `);
  });

  it('end with the third', () => {
    expect(
      hintsView('repair-the-log', { ...hints, before: 3, shown: 3 }, plainStyle())
        .split('\n\n')
        .slice(-3)
        .join('\n\n'),
    ).toMatchInlineSnapshot(`
      "Hint 3, almost the line (seen before)
      Almost:

          redis.call("ZADD", key, now, now)

      These are all the hints. The solution, should you want it:
        hyperdrive challenge solution repair-the-log --reveal"
    `);
  });

  it('step back when they were shown before', () => {
    const style = { ...plainStyle(), chalk: new Chalk({ level: 1 }) };
    const lines = hintsView('repair-the-log', hints, style).split('\n');
    const dim = lines.filter((line) => line.startsWith('\u001b[2m') && line.endsWith('\u001b[22m'));
    expect(dim).toHaveLength(2);
    expect(dim[1]).toBe('\u001b[2mLook at the line that writes a jump down.\u001b[22m');
  });
});
