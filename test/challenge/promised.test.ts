import { expect, it } from 'vitest';
import { promisedBy, specimenFor } from '../../src/challenge/promised.ts';

it('is the decision contract, by the model of the challenge', () => {
  const promised = promisedBy({ id: 'mend-it', model: 'token-bucket' });
  expect(promised).toMatchObject({ promises: 'token-bucket', reference: 'token-bucket' });
  expect(promised.convention).toMatchObject({ contract: true, capacity: true });
});

it('is what a bonus challenge has for rules, with nothing to compare with', () => {
  const promised = promisedBy({ id: 'ship-classes', model: 'ship-classes' });
  expect(promised).toMatchObject({ promises: 'ship-classes', reference: null });
  expect(Object.keys(promised.convention.tags)).not.toEqual([]);
});

it.each(['speed', 'constructor'])('is nothing that this version knows: %s', (model) => {
  expect(() => promisedBy({ id: 'mend-it', model })).toThrow(
    'The challenge mend-it has rules that this hyperdrive does not know.',
  );
});

it('goes for whatever a script says of itself', () => {
  const specimen = specimenFor(
    { id: 'mend-it', model: 'gcra' },
    'x/limiter.lua',
    '-- hyperdrive: model=speed\nreturn 1',
  );
  expect(specimen).toMatchObject({ file: 'x/limiter.lua', promises: 'gcra' });
  expect(specimen.scripts).toHaveLength(1);
});
