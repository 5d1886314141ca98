import { describe, expect, it } from 'vitest';
import { resetView, startedView } from '../../src/view/challenge-brief.ts';
import { solutionView } from '../../src/view/challenge-solution.ts';
import { challenge } from '../challenge/learner/challenges.ts';
import { plainStyle } from '../support/style.ts';

const one = challenge('repair-the-log', {
  title: 'The log that lost its jumps',
  brief: '# The log\n\nMake **it** hold. `limiter.lua` is there.\n\n- one\n- two',
});

describe('a challenge that is started', () => {
  it('has its brief, its file and what comes next', () => {
    const started = {
      challenge: one,
      file: 'hyperdrive-challenges/repair-the-log/limiter.lua',
      written: true,
    };
    expect(startedView(started, plainStyle())).toMatchInlineSnapshot(`
      "The log that lost its jumps · repair · mission 7 · about 10 min

      Make it hold. \`limiter.lua\` is there.

      • one
      • two

      Your file:
        hyperdrive-challenges/repair-the-log/limiter.lua

        hyperdrive challenge check repair-the-log  attacks it
        hyperdrive challenge watch repair-the-log  attacks it whenever you save
        hyperdrive challenge hint repair-the-log   gives a hint"
    `);
    expect(startedView(started, plainStyle(40))).toMatchInlineSnapshot(`
      "The log that lost its jumps · repair ·
      mission 7 · about 10 min

      Make it hold. \`limiter.lua\` is there.

      • one
      • two

      Your file:
        hyperdrive-challenges/repair-the-log/limiter.lua

        hyperdrive challenge check repair-the-log
        attacks it
        hyperdrive challenge watch repair-the-log
        attacks it whenever you save
        hyperdrive challenge hint repair-the-log
        gives a hint"
    `);
  });

  it('may have been begun before', () => {
    expect(
      startedView({ challenge: one, file: 'a\u001b.lua', written: false }, plainStyle())
        .split('\n\n')
        .slice(-2)
        .join('\n\n'),
    ).toMatchInlineSnapshot(`
      "You have begun already. Your file, which stays as it is:
        a\\x1b.lua

        hyperdrive challenge check repair-the-log  attacks it
        hyperdrive challenge watch repair-the-log  attacks it whenever you save
        hyperdrive challenge hint repair-the-log   gives a hint
        hyperdrive challenge reset repair-the-log  begins anew, and keeps a copy"
    `);
  });
});

it('tells where a copy is kept', () => {
  expect(resetView({ id: 'repair-the-log', file: 'limiter.lua', backup: 'limiter.lua.bak.1' }, plainStyle()))
    .toMatchInlineSnapshot(`
    "limiter.lua begins anew. What you wrote is kept as limiter.lua.bak.1.

      hyperdrive challenge check repair-the-log  attacks it"
  `);
  expect(resetView({ id: 'repair-the-log', file: 'limiter.lua', backup: null }, plainStyle()))
    .toMatchInlineSnapshot(`
    "limiter.lua begins anew.

      hyperdrive challenge check repair-the-log  attacks it"
  `);
});

it('shows a solution as it can be copied', () => {
  const code = `-- ${'long '.repeat(30)}\nlocal s = 'a\\n'\n`;
  expect(solutionView(code, plainStyle(40))).toBe(code);
  expect(solutionView('\u001b[2J\tx', plainStyle())).toBe('\\x1b[2J  x');
});
