import { expect, it } from 'vitest';
import type { Progress } from '../../src/deps.ts';
import { challengeRules, promisedBy, specimenFor } from '../../src/challenge/promised.ts';

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

it('is found by the name in a script: in the brief beside it, else where it was started from', async () => {
  const card = '---\nid: mend-it\ntitle: x\nkind: repair\nmodel: gcra\nminutes: 5\nbreaks: ttl\n---\nx\n';
  const files: Record<string, string> = { 'mine/brief.md': card };
  const challenges: Progress['challenges'] = {};
  const shelf = {
    packageFolder: '/pkg',
    listMissions: () => [],
    listFolder: () => [],
    exists: (path: string) => path in files,
    readFile: async (path: string) => files[path]!,
    progress: { load: () => ({ missions: {}, challenges }) },
  };
  const promises = async (file: string, text: string, id = 'mend-it') =>
    (await challengeRules(shelf, file, text)).conventionOfChallenge?.(id)?.promises ?? null;

  const script = '-- hyperdrive: challenge=mend-it\n';
  expect(await promises('mine/solution.lua', script)).toBe('gcra');
  expect(await promises('mine/solution.lua', script, 'another')).toBeNull();
  expect(await promises('elsewhere/solution.lua', script)).toBeNull();
  challenges['mend-it'] = { from: 'mine' };
  expect(await promises('elsewhere/solution.lua', script)).toBe('gcra');
  expect(await promises('mine/solution.lua', '-- hyperdrive: challenge=another\n', 'another')).toBeNull();
  expect(await promises('mine/solution.lua', 'return 1')).toBeNull();
});
