import { describe, expect, it, vi } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { someOf } from '../challenge/attacked.ts';
import { readLua } from '../lua/trace.ts';
import { attackOn, challenges, designsOf, holds, modelsWithDesigns, problems, told } from './subjects.ts';

// Where time goes on inside a transaction, all that breaks is tried four times.
vi.setConfig({ testTimeout: 240_000 });

it('the files of all challenges are in order', () => {
  expect(problems).toEqual([]);
});

it('there is a script to complete for every algorithm', () => {
  const completed = challenges.filter(({ kind }) => kind === 'complete').map(({ model }) => model);
  expect(completed.sort()).toEqual(correct.map(({ name }) => name).sort());
});

describe.each(challenges)('$id', (challenge) => {
  const { model, starter, solution, breaks, mistake } = challenge;

  it('has a starter that breaks what it should', async () => {
    const { law, mistake: seen } = told(await attackOn(challenge, starter));
    expect({ law, mistake: mistake ? seen : null }).toEqual({
      law: breaks,
      mistake: mistake ? `flawed/${mistake}` : null,
    });
  });

  it('has a solution that survives', async () => {
    expect(told(await attackOn(challenge, solution))).toEqual(holds);
  });

  it('has correct solutions of at least two other designs', () => {
    const others = designsOf(model).filter(({ text }) => text !== solution);
    expect(others.length).toBeGreaterThanOrEqual(2);
  });
});

it.each(challenges.filter(({ kind }) => kind === 'complete'))(
  '$id is the packaged script with blanks, each of them marked',
  ({ id, model, starter, solution }) => {
    expect(solution).toBe(`-- hyperdrive: challenge=${id}\n--\n${readLua(model)}`);
    const blanks = starter.match(/-- TODO:/g)!.length;
    expect(blanks).toBeGreaterThanOrEqual(2);
    expect(blanks).toBeLessThanOrEqual(4);
  },
);

describe.each(modelsWithDesigns)('another design of %s survives', (model) => {
  it.each(someOf(designsOf(model), { elsewhere: 1 }))('$name', async ({ text }) => {
    const verdict = await attackOn({ id: model, model }, text);
    const { name } = verdict.engine;
    // It is Valkey's word, and the look-alike has it too.
    if (name === 'redis' && text.includes('server.call')) expect(verdict.finding?.law).toBe('shape');
    else expect(told(verdict)).toEqual(holds);
  });
});
