import { expect, it } from 'vitest';
import { checkedView, problemLine, scaffoldedView } from '../../src/view/dev.ts';
import { plainStyle } from '../support/style.ts';

const problem = {
  file: 'mine/READ\u001bME.md',
  line: 23,
  message: '`denied=3` does not hold after `hyperdrive burst\n enterprise`: denied is 2.',
  remedy: 'Write what is so.',
};

it('tells a problem on one line, to a program', () => {
  expect(problemLine(problem, plainStyle(40), false)).toBe(
    'mine/READ\\x1bME.md:23: `denied=3` does not hold after `hyperdrive burst enterprise`: denied is 2. Write what is so.',
  );
});

it('breaks it at words, for a person', () => {
  expect(problemLine(problem, plainStyle(40), true)).toMatchInlineSnapshot(`
    "mine/READ\\x1bME.md:23: \`denied=3\` does
      not hold after \`hyperdrive burst
      enterprise\`: denied is 2. Write what
      is so."
  `);
});

it.each([
  [{ missions: 2, challenges: 3, problems: 0, quick: false }, '2 missions, 3 challenges: all hold.'],
  [{ missions: 1, challenges: 0, problems: 0, quick: false }, '1 mission: it holds.'],
  [{ missions: 0, challenges: 2, problems: 1, quick: true }, '2 challenges: 1 problem.'],
  [
    { missions: 1, challenges: 1, problems: 0, quick: true },
    '1 mission, 1 challenge: no mistakes in writing; nothing was run.',
  ],
])('sums up %j', (checked, text) => {
  expect(checkedView(checked)).toBe(text);
});

it('says what was begun, and what to do with it', () => {
  const scaffold = { kind: 'challenge', folder: "it's new", files: ['brief.md', 'starter.lua'] } as const;
  expect(scaffoldedView(scaffold, plainStyle())).toMatchInlineSnapshot(`
    "it's new is written: brief.md, starter.lua. It holds as it is. Change it, then:
      hyperdrive dev check './it'\\\\''s new'
      hyperdrive challenge start './it'\\\\''s new'"
  `);
});
