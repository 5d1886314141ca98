import { describe, expect, it } from 'vitest';
import { Chalk } from 'chalk';
import { challengeLine, challengeListView, type Listed } from '../../src/view/challenge-list.ts';
import { displayWidth } from '../../src/view/width.ts';
import { challenge } from '../challenge/learner/challenges.ts';
import { plainStyle } from '../support/style.ts';

const listed: Listed[] = [
  {
    challenge: challenge('repair-the-log', { title: 'The log that lost its jumps', mission: 5 }),
    state: 'passed',
  },
  {
    challenge: challenge('complete-sliding-window-counter', {
      title: 'The other half of a window that was here before',
      kind: 'complete',
      minutes: 15,
    }),
    state: 'started',
  },
  { challenge: challenge('mine', { title: 'Mine', kind: 'bonus', mission: null }), state: 'open' },
];

describe('the list of challenges', () => {
  it('says of each what it is about, and how far somebody is', () => {
    expect(challengeListView(listed, plainStyle(100))).toMatchInlineSnapshot(`
      "┌───┬─────────────────────────────────┬───────────────────────┬──────────┬─────────┬─────┬─────────┐
      │   │ challenge                       │ title                 │ kind     │ mission │ min │ state   │
      ├───┼─────────────────────────────────┼───────────────────────┼──────────┼─────────┼─────┼─────────┤
      │ ✓ │ repair-the-log                  │ The log that lost it… │ repair   │       5 │  10 │ passed  │
      │ * │ complete-sliding-window-counter │ The other half of a … │ complete │       7 │  15 │ started │
      │   │ mine                            │ Mine                  │ bonus    │         │  10 │ open    │
      └───┴─────────────────────────────────┴───────────────────────┴──────────┴─────────┴─────┴─────────┘
      1 of 3 challenges passed.
      \`hyperdrive challenge start ID\` begins one."
    `);
    expect(challengeListView(listed, plainStyle())).toMatchInlineSnapshot(`
      "┌───┬─────────────────────────────────┬────────────────────────┬─────────┬─────┐
      │   │ challenge                       │ title                  │ mission │ min │
      ├───┼─────────────────────────────────┼────────────────────────┼─────────┼─────┤
      │ ✓ │ repair-the-log                  │ The log that lost its… │       5 │  10 │
      │ * │ complete-sliding-window-counter │ The other half of a w… │       7 │  15 │
      │   │ mine                            │ Mine                   │         │  10 │
      └───┴─────────────────────────────────┴────────────────────────┴─────────┴─────┘
      ✓ passed · * started
      1 of 3 challenges passed.
      \`hyperdrive challenge start ID\` begins one."
    `);
    expect(challengeListView(listed, plainStyle(40))).toMatchInlineSnapshot(`
      "┌─┬───────────────────────────────┬───┐
      │ │challenge                      │min│
      ├─┼───────────────────────────────┼───┤
      │✓│repair-the-log                 │ 10│
      │*│complete-sliding-window-counter│ 15│
      │ │mine                           │ 10│
      └─┴───────────────────────────────┴───┘
      ✓ passed · * started
      1 of 3 challenges passed.
      \`hyperdrive challenge start ID\` begins
      one."
    `);
    expect(challengeListView(listed.slice(0, 1), plainStyle(40, { unicode: false }))).toMatchInlineSnapshot(`
      "+---+----------------+-----+
      |   | challenge      | min |
      +---+----------------+-----+
      | + | repair-the-log |  10 |
      +---+----------------+-----+
      + passed - * started
      1 of 1 challenge passed.
      \`hyperdrive challenge start ID\` begins
      one."
    `);
    expect(challengeListView([], plainStyle())).toMatchInlineSnapshot(`"There are no challenges here."`);
  });

  it.each([40, 60, 80, 96, 100])('cuts no id, and nothing is wider than %i columns', (width) => {
    const text = challengeListView(listed, plainStyle(width));
    for (const {
      challenge: { id },
    } of listed)
      expect(text).toContain(id);
    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(width);
  });

  it('has a line for the menu', () => {
    expect(listed.map((one) => challengeLine(one, plainStyle())).join('\n')).toMatchInlineSnapshot(`
      "✓ The log that lost its jumps  repair, mission 5, 10 min, passed
      * The other half of a window that was here before
        Mine  bonus, 10 min"
    `);
    expect(listed.map((one) => challengeLine(one, plainStyle(40))).join('\n')).toMatchInlineSnapshot(`
      "✓ The log that lost its jumps
      * The other half of a window that wa…
        Mine  bonus, 10 min"
    `);
    expect(challengeLine(listed[0]!, { ...plainStyle(), chalk: new Chalk({ level: 1 }) })).toContain(
      '\u001b[32m✓',
    );
  });
});
