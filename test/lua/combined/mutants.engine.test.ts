import { describe, expect, it } from 'vitest';
import { combined } from '../../../src/algorithms/combined.ts';
import { mutate } from '../mutate.ts';
import { driveSeveral, type SeveralSubject } from './driver.ts';
import { findSeveral, severalLaws } from './laws.ts';
import { severalMutants } from './mutants.ts';
import { frozenTime, lookAlike, subjectOf } from './workbench.ts';

const effort = { runs: lookAlike ? 200 : 1000, shrink: false, frozenTime };

describe.each(combined)('every mutant of $name is killed', ({ rule }) => {
  it.each(severalMutants[rule].map(([name]) => name))('%s', async (name) => {
    const [, from, to] = severalMutants[rule].find((one) => one[0] === name)!;
    const subject: SeveralSubject = subjectOf(rule, mutate(subjectOf(rule).text, from, to));
    // A mutant that cannot run proves nothing.
    const limits = [1, 2].map((limit) => ({ limit, periodMs: 1000 }));
    const { outcomes } = await driveSeveral(subject, [{ limits, cost: 1, nowMs: 5000 }]);
    expect(outcomes).toHaveLength(1);

    let killed: string | null = null;
    for (const law of severalLaws) killed ??= await findSeveral(law, subject, effort);
    expect(killed).not.toBeNull();
    // Nor does one that breaks off where the mistake would have shown.
    expect(killed).not.toMatch(/attempt to \w+/);
  });
});

describe('every law can fail on its own', () => {
  it.each([
    ['all-or-nothing', 'no TTL', 'answers every call'],
    ['all-or-nothing', 'charges what it denies', 'writes the keys'],
    ['all-or-nothing', 'the last of equals is named', 'says of the whole'],
    ['all-or-nothing', 'the shortest wait is told', 'admits what it denied'],
    ['first-that-fits', 'remaining is rounded up', 'answers every call'],
    ['first-that-fits', 'every jump is charged to the first', 'writes the keys'],
    ['first-that-fits', 'the last that fits is charged', 'says of the whole'],
    ['first-that-fits', 'the longest wait is told', 'admits what it denied'],
  ] as const)('%s, %s: %s', async (rule, name, start) => {
    const [, from, to] = severalMutants[rule].find((one) => one[0] === name)!;
    const law = severalLaws.find((one) => one.name.startsWith(start))!;
    const subject = subjectOf(rule, mutate(subjectOf(rule).text, from, to));
    expect(await findSeveral(law, subject, effort)).not.toBeNull();
  });
});
