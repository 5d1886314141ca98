import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../src/commands/challenge/menu.ts';
import { run as start } from '../../../src/commands/challenge/start.ts';
import { breaks, Learner, passes, scriptedJudge } from '../../support/challenge-world.ts';

let learner: Learner;
beforeEach(() => {
  learner = new Learner({ canAsk: true });
});
afterEach(() => learner.dispose());

/** What the menu prints when it is answered so. */
async function menu(answers: (string | boolean)[], judge = scriptedJudge().judge): Promise<string> {
  learner.answers = answers;
  learner.asked = [];
  await run(learner.context(), {}, [], judge);
  return learner.printed();
}

describe('the menu', () => {
  it('starts what was not begun', async () => {
    expect(await menu(['A window'])).toContain('Your file:');
    expect(learner.asked).toEqual([
      'Which challenge?   A window that never closes  repair, mission 1, 5 min |   A bucket from an empty file  write, mission 3, 20 min | Leave',
    ]);
  });

  it('may be left', async () => {
    expect(await menu(['Leave'])).toBe('');
    await start(learner.context(), {}, ['repair-a-window']);
    learner.printed();
    expect(await menu(['A window', 'Leave'])).toBe('');
  });

  it('offers what fits a challenge that was begun', async () => {
    await start(learner.context(), {}, ['repair-a-window']);
    learner.printed();
    const { judge } = scriptedJudge(breaks, passes);
    expect(await menu(['A window', 'Check it'], judge)).toContain('BROKEN');
    expect(learner.exitCode).toBe(1);
    expect(learner.asked[1]).toBe(
      'A window that never closes: what next? Check it: attack my script | Watch it: attack my script whenever I save | Read the brief again | Get a hint | Give up, and read the solution | Begin anew, and keep a copy | Leave',
    );
    expect(await menu(['A window', 'hint'])).toContain('Hint 1, where to look');
    expect(await menu(['A window', 'brief'])).toContain('You have begun already.');
    expect(await menu(['A window', 'Give up', false])).toBe('');
    expect(await menu(['A window', 'Begin anew', true])).toContain('limiter.lua.bak');
    expect(await menu(['A window', 'Check it'], judge)).toContain('Well done');
    expect(await menu(['A window', 'Read the solution'])).toContain('local used');
    expect(learner.asked[1]).not.toContain('hint');
  });

  it('is the list where nobody can choose', async () => {
    learner.world.canAsk = false;
    expect(await menu([])).toContain('0 of 2 challenges passed.');
    expect(learner.asked).toEqual([]);
  });

  it('knows what it does not know', async () => {
    await expect(run(learner.context(), {}, ['chek'])).rejects.toThrow(
      'There is no "challenge chek". Did you mean check? There are: list, start, check, watch, hint, reset, solution.',
    );
  });
});
