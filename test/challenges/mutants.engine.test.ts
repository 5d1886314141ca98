import { describe, expect, it } from 'vitest';
import { someOf } from '../challenge/attacked.ts';
import { mutate } from '../lua/mutate.ts';
import { mutantsOfChallenge } from './mutants/index.ts';
import { attackOn, challenges } from './subjects.ts';

describe.each(challenges)('every mutant of the solution of $id is rejected', (challenge) => {
  it.each(someOf(mutantsOfChallenge(challenge), { elsewhere: 1 }))('%s', async (_name, from, to) => {
    const { finding } = await attackOn(challenge, mutate(challenge.solution, from, to));
    expect(finding).not.toBeNull();
    // One that breaks off where the mistake would have shown proves nothing.
    expect(finding!.happened).not.toMatch(/attempt to \w+/);
  });
});
