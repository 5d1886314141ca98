import { expect, it } from 'vitest';
import { checkIdentities, type Card } from '../../src/content/identity.ts';
import { problemText } from '../../src/content/problem.ts';

function card(file: string, identity: Card['identity']): Card {
  const fields = Object.entries(identity).map(([name, value]) => `${name}: ${value}`);
  return { file, identity, text: `---\n${fields.join('\n')}\n---\n` };
}

const packaged = [{ id: 'gcra', number: 7, title: 'GCRA' }];
const told = (found: Card[]) => checkIdentities(found, packaged).map(problemText);

it('tells ids and numbers that are taken', () => {
  expect(
    told([
      card('a.md', { id: 'gcra', number: 1, title: 'My own' }),
      card('b.md', { id: 'mine', number: 2, title: 'Mine' }),
      card('c.md', { id: 'mine', number: 3, title: 'Mine too' }),
      card('d.md', { id: 'other', number: 2, title: 'Other' }),
    ]),
  ).toEqual([
    'a.md:2: The id gcra is that of hyperdrive\'s own "GCRA". Write another: progress is kept by it.',
    'c.md:2: The id mine is that of b.md already. Write another: progress is kept by it.',
    'd.md:3: The number 2 is that of b.md already. Write one that is free.',
  ]);
});

it('lets a copy of a packaged one be, and numbers of others', () => {
  expect(
    told([
      card('a.md', packaged[0]!),
      card('b.md', { id: 'x', title: 'x' }),
      card('c.md', { id: 'y', title: 'x' }),
    ]),
  ).toEqual([]);
});
