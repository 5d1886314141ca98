import { find, plans, refute, resolve, type Check } from './plans.ts';
import { suite } from './suite.ts';
import { argv, runRaw } from './trace.ts';

/** After an admission the set holds the units that count, one member each, and nothing that has expired. */
const storesWhatCounts: Check = {
  name: 'stores one member per unit that counts, scored with its time, and nothing else',
  counterexample: (subject, effort) =>
    find(subject, plans(effort, { moves: 12 }), effort, async (plan) => {
      const { calls } = resolve(plan, subject.model());
      const last = { ...calls.at(-1)!, cost: 1, limit: subject.maxLimit };
      const { replies, after } = await runRaw(subject, calls, [argv(last)]);
      const [, remaining] = replies[0] as [number, number];
      const flat = after.content as string[];
      const scores = flat.filter((_, index) => index % 2 === 1).map(Number);
      const now = Math.max(...calls.map((call) => call.nowMs));
      const live = scores.filter((score) => score > scores.at(-1)! - last.periodMs && score <= now);
      if (live.length !== scores.length || scores.length !== subject.maxLimit - remaining)
        refute(
          [...calls, last],
          `${subject.maxLimit - remaining} units count, the set holds ${flat.join(' ')}`,
        );
    }),
};

export const slidingWindowLogSuite: readonly Check[] = [...suite, storesWhatCounts];
