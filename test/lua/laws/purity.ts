import { find, fillMs, maxExact, most, refute, type Check } from '../check.ts';
import { driveWitnessed } from '../driver.ts';
import { ask, plans, resolve } from '../plans.ts';
import type { Held } from '../trace.ts';

/** What calls changed that should have changed nothing, or null. */
export function changeOf({
  before,
  after,
  elapsedMs,
}: {
  before: Held;
  after: Held;
  elapsedMs: number;
}): string | null {
  const unchanged =
    JSON.stringify(before.content) === JSON.stringify(after.content) &&
    after.ttlMs <= before.ttlMs &&
    before.ttlMs - after.ttlMs <= elapsedMs;
  return unchanged
    ? null
    : `the key held ${JSON.stringify(before)} before and ${JSON.stringify(after)} after`;
}

export const denialsArePure: Check = {
  name: 'changes nothing with a denial or a look, not even the TTL',
  counterexample: (subject, effort) =>
    find(subject, plans(subject, effort, { moves: 8 }), effort, async (plan) => {
      const model = subject.model();
      const { calls } = resolve(plan, subject);
      for (const call of calls) ask(model, call);
      const last = calls.at(-1)!;
      const latest = maxExact - fillMs(last, subject);
      // Admits nothing: looks, and what is above the capacity; the model says where one more is denied.
      const idle = [
        { ...last, cost: 0 },
        { ...last, cost: 0, nowMs: latest },
        { ...last, cost: 0, nowMs: 0 },
        ...(most(last) < maxExact ? [{ ...last, cost: most(last) + 1 }] : []),
      ];
      const more = { ...last, cost: most(last) };
      if (!ask(model, more).allowed) idle.push(more);
      const witnessed = await driveWitnessed(subject, calls, idle);
      const change = changeOf(witnessed);
      if (change) refute([...calls, ...idle], change);
    }),
};
