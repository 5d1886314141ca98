import fc from 'fast-check';
import { find, most, refute, type Check } from '../check.ts';
import { driveTrace } from '../driver.ts';
import type { Admission } from '../../../src/challenge/models/bounds.ts';
import { plans, resolve } from '../plans.ts';

/**
 * What was admitted is looked at alone: no model, and no answer but allowed (and a queue's delay). On a clock that goes forward
 * the key expires by its own TTL, so what is forgotten too early is seen too. On one that steps back, units count where the
 * contract puts them: at the newest instant of an admission so far.
 */
export const isNeverAboveTheLimit: Check = {
  name: 'never admits more than the limit, also where its key expires or the clock steps back',
  counterexample: (subject, effort) =>
    find(
      subject,
      fc.record({ plan: plans(subject, effort, { moves: 30, sameDrive: true }), forward: fc.boolean() }),
      effort,
      async ({ plan, forward }) => {
        const { calls } = resolve(plan, subject, { forward });
        const { outcomes } = await driveTrace(subject, calls, { expiring: forward });
        const admitted: Admission[] = [];
        for (const [index, { decision }] of outcomes.entries()) {
          const { cost, nowMs } = calls[index]!;
          if (!decision.allowed || cost === 0) continue;
          const now = BigInt(nowMs);
          const newest = admitted.at(-1)?.at ?? 0n;
          const at = now > newest ? now : newest;
          // A caller that was told no delay goes at once.
          const leaves = decision.delayMs ? now + BigInt(decision.delayMs) : at;
          admitted.push({ at, units: BigInt(cost), leaves });
        }
        const [{ limit, periodMs }, capacity] = [calls[0]!, most(calls[0]!)];
        const terms = { limit: BigInt(limit), periodMs: BigInt(periodMs), capacity: BigInt(capacity) };
        const above = subject.bound(terms, admitted);
        if (above) refute(calls, above);
      },
    ),
};
