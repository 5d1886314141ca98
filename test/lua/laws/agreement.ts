import type { Decision } from '../../../src/limiter/decision.ts';
import { find, refute, same, tellDecision, type Check } from '../check.ts';
import { driveTrace } from '../driver.ts';
import { plans, resolve, type TimedCall } from '../plans.ts';
import { parkedTtlMs, type Trace } from '../trace.ts';

/** Refutes a trace that answers other than expected, or leaves another TTL than until the limiter is as good as new. */
export function agree(
  calls: readonly TimedCall[],
  expected: readonly Decision[],
  { outcomes, elapsedMs }: Trace,
): void {
  let exists = false;
  for (const [index, { decision, ttlMs }] of outcomes.entries()) {
    const history = calls.slice(0, index + 1);
    const wanted = expected[index]!;
    if (!same(decision, wanted))
      refute(history, `model:  ${tellDecision(wanted)}\nscript: ${tellDecision(decision)}`);
    const admitted = wanted.allowed && calls[index]!.cost > 0;
    exists ||= admitted;
    const ttl = admitted ? wanted.resetAfterMs! : exists ? parkedTtlMs : -2;
    if (ttlMs > ttl || ttlMs < ttl - (exists ? elapsedMs : 0))
      refute(history, `${admitted ? 'admitted' : 'not admitted'}: the TTL should be ${ttl} and is ${ttlMs}`);
  }
}

export const agreesWithTheModel: Check = {
  name: 'answers every call of a random trace as the model does, and sets the TTL that it says',
  counterexample: (subject, effort) =>
    find(subject, plans(subject, effort, { moves: 30 }), effort, async (plan) => {
      const { calls, expected } = resolve(plan, subject);
      agree(calls, expected, await driveTrace(subject, calls));
    }),
};
