import { expect, it } from 'vitest';
import type { Challenge } from '../../src/challenge/challenge.ts';
import { prove, type Attacked, type Which } from '../../src/challenge/prove.ts';
import { problemText } from '../../src/content/problem.ts';
import { HyperdriveError, NoEngineError } from '../../src/errors.ts';

const challenge: Challenge = {
  id: 'mend-it',
  title: 'Mend it',
  kind: 'repair',
  model: 'fixed-window',
  minutes: 5,
  breaks: 'ttl',
  mistake: 'zero-ttl',
  mission: null,
  folder: '/home/me/mend-it',
  brief: 'Mend it.',
  starter: '',
  solution: '',
  hints: [
    { laws: ['ttl', 'decision'], tiers: ['a', 'b', 'c'] },
    { laws: [], tiers: ['a', 'b', 'c'] },
  ],
};
const brief = '---\nid: mend-it\nbreaks: ttl\nmistake: zero-ttl\n---\nMend it.\n';

const holds: Attacked = { law: null, mistake: null, told: '' };
const wanted: Attacked = { law: 'ttl', mistake: 'flawed/zero-ttl', told: 'The key had gone.' };
type Outcomes = Record<Which, Attacked | Error>;

async function problems(outcomes: Partial<Outcomes>, changes: Partial<Challenge> = {}): Promise<string[]> {
  const all: Outcomes = { starter: wanted, solution: holds, ...outcomes };
  const found = await prove(
    { challenge: { ...challenge, ...changes }, shown: 'mend-it', brief, seed: 7 },
    async (_, which) => {
      const outcome = all[which];
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  );
  return found.map(problemText);
}

it('holds where the starter fails as it says, the solution does not, and there are hints', async () => {
  expect(await problems({})).toEqual([]);
});

it.each<[string, Partial<Outcomes>, string]>([
  [
    'a starter that survives',
    { starter: holds },
    'mend-it/starter.lua:1: The starter survives the attack. Leave something in it to find: brief.md says that it breaks ttl.',
  ],
  [
    'a starter that breaks another law',
    { starter: { law: 'retry', mistake: 'flawed/zero-ttl', told: 'Promised at 3 s. Refused.' } },
    'mend-it/brief.md:3: `breaks` is ttl, but of the starter the attack breaks retry. Promised at 3 s. Refused. Write `breaks: retry`, or mend that in starter.lua.',
  ],
  [
    'another mistake',
    { starter: { ...wanted, mistake: 'flawed/fixed-ttl' } },
    'mend-it/brief.md:4: `mistake` is zero-ttl, and the attack recognises fixed-ttl in the starter. Write `mistake: fixed-ttl`, or make that mistake alone.',
  ],
  [
    'a mistake that nobody recognises',
    { starter: { ...wanted, mistake: null } },
    'mend-it/brief.md:4: `mistake` is zero-ttl, and the attack recognises none in the starter. Leave the line out, or make that mistake alone.',
  ],
  [
    'a solution that fails',
    { solution: { law: 'shape', mistake: null, told: '' } },
    'mend-it/solution.lua:1: The solution breaks shape. `hyperdrive attack mend-it/solution.lua --seed 7` shows how.',
  ],
  [
    'a script that cannot be attacked',
    { solution: new HyperdriveError('It takes 2 calls.') },
    'mend-it/solution.lua:1: The solution cannot be attacked: It takes 2 calls. Mend it.',
  ],
])('tells %s', async (_, outcomes, problem) => {
  expect(await problems(outcomes)).toEqual([problem]);
});

it('wants hints for what the starter breaks, unless the learner writes the script', async () => {
  const hints = [{ ...challenge.hints[1]!, laws: ['retry'] as const }];
  expect(await problems({}, { hints })).toEqual([
    'mend-it/hints.md:1: No hints are for ttl, which the starter breaks. Add a section `## ttl` with three numbered items.',
  ]);
  expect(await problems({}, { hints, kind: 'write' })).toEqual([]);
});

it('does not care which mistake it is where the brief names none', async () => {
  const { mistake: _, ...unnamed } = challenge;
  const found = await prove({ challenge: unnamed, shown: 'mend-it', brief, seed: 7 }, async (__, which) =>
    which === 'starter' ? wanted : holds,
  );
  expect(found).toEqual([]);
});

it('does not take an engine that went away for a problem of the challenge', async () => {
  await expect(problems({ starter: new NoEngineError('gone') })).rejects.toThrow(NoEngineError);
});
