/** What an attack says of scripts that are known: those of the gallery, and those that are right. */
import { describe, expect, it } from 'vitest';
import { flawed } from '../../src/algorithms/flawed/index.ts';
import { correct } from '../../src/algorithms/index.ts';
import { attackText, gist, packageFile, someOf } from './attacked.ts';

/** An attack takes a second or few; on the look-alike, and beside other tests, several times that. */
const patience = { timeout: 180_000 };

describe('a script of the gallery', () => {
  it.each(someOf(flawed, { elsewhere: 6 }))(
    '$name breaks in a few jumps, and its mistake is named',
    patience,
    async ({ name }) => {
      const verdict = await attackText(packageFile(`lua/${name}.lua`));
      expect(gist(verdict)).toMatchObject({ mistake: name });
      expect(verdict.finding!.steps.length).toBeLessThanOrEqual(6);
    },
  );
});

describe('a published script, known by its header alone', () => {
  it.each([
    [
      'timestamp-as-member',
      'model=sliding-window-log argv=period_s,limit,now_s allowed=reply[1]==1 remaining=reply[2]',
    ],
    [
      'floored-refill',
      'model=token-bucket argv=capacity,limit*60/period_s,held_s allowed=reply[1]==1 remaining=reply[2]',
    ],
    [
      'undeclared-key',
      'model=token-bucket argv=capacity,limit,limit/period_s,held_s allowed=reply[1]==1 remaining=reply[2]',
    ],
  ])('%s', patience, async (name, header) => {
    const text = packageFile(`lua/flawed/${name}.lua`).replace(/^--.*\n/gm, '');
    const verdict = await attackText(`-- hyperdrive: ${header}\n${text}`);
    expect(gist(verdict)).toMatchObject({ mistake: `flawed/${name}` });
    expect(verdict.finding!.steps.length).toBeLessThanOrEqual(6);
  });
});

describe('a script that is right', () => {
  it.each(someOf(correct, { elsewhere: 3 }))('$name holds', patience, async ({ name }) => {
    const verdict = await attackText(packageFile(`lua/${name}.lua`), { packageFile });
    expect(gist(verdict)).toBeNull();
    expect(verdict.survived.jumps).toBeGreaterThan(3_000);
    expect(verdict.cost?.reference).toBe(name);
    expect(verdict.weaknesses).toEqual([]);
  });
});

it('is the same for the same seed', patience, async () => {
  const text = packageFile('lua/flawed/charged-cost.lua');
  const [first, second] = [await attackText(text, { seed: 5 }), await attackText(text, { seed: 5 })];
  // How often something was tried again where time goes on is chance.
  expect(second.finding).toEqual(first.finding);
  expect(second.diagnosis).toEqual(first.diagnosis);
});
