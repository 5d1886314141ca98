import { find, refute, type Check } from '../check.ts';
import { driveWitnessed } from '../driver.ts';
import { plans, resolve } from '../plans.ts';

/** After an admission the set holds the units that count, one member each, and nothing that has expired. */
export const storesWhatCounts: Check = {
  name: 'stores one member per unit that counts, scored with its time, and nothing else',
  counterexample: (subject, effort) =>
    find(subject, plans(subject, effort, { moves: 12 }), effort, async (plan) => {
      const { calls } = resolve(plan, subject);
      const last = { ...calls.at(-1)!, cost: 1, limit: subject.maxLimit };
      const { decisions, after } = await driveWitnessed(subject, calls, [last]);
      const counted = subject.maxLimit - decisions[0]!.remaining!;
      const flat = after.content as string[];
      const scores = flat.filter((_, index) => index % 2 === 1).map(Number);
      const now = Math.max(...calls.map((call) => call.nowMs));
      const live = scores.filter((score) => score > scores.at(-1)! - last.periodMs && score <= now);
      if (live.length !== scores.length || scores.length !== counted)
        refute([...calls, last], `${counted} units count, the set holds ${flat.join(' ')}`);
    }),
};
