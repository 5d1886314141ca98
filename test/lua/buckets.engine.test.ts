import { expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { find, refute, same, tellDecision } from './check.ts';
import { driveTrace } from './driver.ts';
import { describeLaws, effort, patience } from './laws.ts';
import { plans, resolve } from './plans.ts';
import { caseHere } from './workbench.ts';

const buckets = correct.filter(({ bucket }) => bucket).map(({ name }) => name);

describeLaws(buckets);

it(
  'all buckets decide alike while the drive stays the same and the clock goes forward',
  patience,
  async () => {
    const subjects = buckets.map((name) => caseHere(name));
    const [first] = subjects;
    const counterexample = await find(
      first!,
      plans(first!, effort, { moves: 30, sameDrive: true }),
      effort,
      async (plan) => {
        const { calls } = resolve(plan, first!, { forward: true });
        const [one, ...others] = await Promise.all(subjects.map((subject) => driveTrace(subject, calls)));
        for (const [index, { decision }] of one!.outcomes.entries()) {
          for (const [which, other] of others.entries()) {
            const { delayMs: _, ...theirs } = other.outcomes[index]!.decision;
            if (!same(theirs, decision))
              refute(
                calls.slice(0, index + 1),
                `${buckets[0]}: ${tellDecision(decision)}\n${buckets[which + 1]}: ${tellDecision(theirs)}`,
              );
          }
        }
      },
    );
    expect(buckets).toHaveLength(4);
    expect(counterexample).toBeNull();
  },
);
