/** What a verdict says in a sentence where the table alone would leave one guessing. */
import { expect, it } from 'vitest';
import { attackText, packageFile } from './attacked.ts';

/** A packaged script with some of its text replaced. */
function changed(name: string, ...changes: [from: string, to: string][]): string {
  let text = packageFile(`lua/${name}.lua`);
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
    text = text.replace(from, to);
  }
  return `-- hyperdrive: model=${name}\n${text}`;
}

it('that the clock has stepped back', async () => {
  const { finding } = await attackText(
    changed('fixed-window', ['math.max(now, newest)', 'now'], ['newest >= window', 'newest == window']),
  );
  expect(finding).toMatchObject({
    law: 'decision',
    promised: expect.stringMatching(
      /^At most .*\. A clock that steps back counts as no time passed\.$/,
    ) as string,
    happened: expect.stringMatching(/^At -\S+ s one more jump got in that was too many\.$/) as string,
  });
});

it('that a look was refused', async () => {
  const { finding } = await attackText(changed('gcra', ['if cost == 0 or fits', 'if fits']));
  expect(finding).toMatchObject({
    law: 'decision',
    promised: 'A look is always allowed.',
    happened: expect.stringMatching(/^At \S+ s one was refused\.$/) as string,
  });
});
