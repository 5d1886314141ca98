import { describe, expect, it } from 'vitest';
import { choiceView, missionLine, openingView } from '../../src/view/lesson.ts';
import { missionOf } from '../support/scripted-player.ts';
import { plainStyle } from '../support/style.ts';

describe('on a narrow terminal', () => {
  const style = plainStyle(40);
  const message = '[9 · 2/18] Your answer';

  it('a choice breaks between words, beside its cursor', () => {
    const { name, short } = choiceView('Yes, if both calls go over one connection', message, style);
    expect(name).toBe('Yes, if both calls go over one\n  connection');
    // Picked, it has no room behind the question.
    expect(short).toBe(`\n  ${name}`);
  });

  it('a short choice stays behind its question', () => {
    expect(choiceView('Ten of `5`', message, style)).toEqual({ name: 'Ten of `5`', short: 'Ten of `5`' });
  });

  it('so do the heading of a lesson and a line of the list', async () => {
    const mission = await missionOf('## A step\n');
    const named = { ...mission, title: 'Several limits of a whole fleet at once', minutes: 18 };
    const card = { ...named, number: 9 };
    expect(
      openingView({ ...named, number: 9 }, style)
        .split('\n')
        .slice(0, 2),
    ).toEqual(['Mission 9: Several limits of a whole', '  fleet at once · about 18 min']);
    expect(missionLine(card, { done: false, step: 1, steps: 3 }, style)).toMatchInlineSnapshot(`
      "·  9  Several limits of a whole fleet
            at once  18 min, at step 2 of 3"
    `);
  });
});
