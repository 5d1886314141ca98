import type { Decision } from '../../../src/limiter/decision.ts';
import {
  fillMs,
  find,
  maxExact,
  most,
  refute,
  same,
  tellCall,
  tellDecision,
  type Case,
  type Check,
} from '../check.ts';
import { driveProbes, driveTrace } from '../driver.ts';
import { plans, resolve, type TimedCall } from '../plans.ts';
import type { Call } from '../trace.ts';

/** What an answer says of other calls, and how it is seen to hold. */
interface Promised {
  what: string;
  calls: Call[];
  holds(answers: Decision[]): boolean;
}

/** Units of one cost that are tried one by one. */
const mostOnes = 40;

export const keepsItsPromises: Check = {
  name: 'keeps what it promises: retry after, remaining, reset after, a delay, a cost of n',
  counterexample: (subject, effort) =>
    find(subject, plans(subject, effort, { moves: 12 }), effort, async (plan) => {
      const { calls } = resolve(plan, subject);
      const last = calls.at(-1)!;
      const { decision } = (await driveTrace(subject, calls)).outcomes.at(-1)!;
      const retry = decision.retryAfterMs!;
      if (decision.allowed ? retry !== 0 : (retry === -1) !== last.cost > most(last) || retry === 0)
        refute(calls, `retry after cannot be ${retry} in: ${tellDecision(decision)}`);

      const promises = promisesOf(subject, last, decision);
      const ways = costAtOnceAndInOnes(last);
      const answers = await driveProbes(subject, calls, [...promises.map((one) => one.calls), ...ways]);
      for (const [index, promise] of promises.entries()) {
        if (!promise.holds(answers[index]!))
          refute(
            calls,
            `script: ${tellDecision(decision)}\nbroken: ${promise.what}\n` +
              promise.calls
                .map((call, n) => `  ${tellCall(call)} → ${tellDecision(answers[index]![n])}`)
                .join('\n'),
          );
      }
      if (!ways.length) return;
      const [atOnce, inOnes] = answers.slice(-2) as [Decision[], Decision[]];
      const admitted = inOnes.slice(0, -1).filter((one) => one.allowed).length;
      const holds = atOnce[0]!.allowed
        ? admitted === last.cost && same(atOnce.at(-1), inOnes.at(-1))
        : admitted === decision.remaining;
      if (!holds)
        refute(
          calls,
          `a cost of ${last.cost} at once is ${tellDecision(atOnce[0])}, then ${tellDecision(atOnce.at(-1))}; ` +
            `one by one ${admitted} of them are admitted, then ${tellDecision(inOnes.at(-1))}`,
        );
    }),
};

function promisesOf(subject: Case, last: TimedCall, { allowed, ...decision }: Decision): Promised[] {
  const { nowMs } = last;
  const [remaining, retry, reset] = [decision.remaining!, decision.retryAfterMs!, decision.resetAfterMs!];
  const at = (instant: number, cost: number): Call => ({ ...last, nowMs: instant, cost });
  const possible = (instant: number) => instant + fillMs(last, subject) <= maxExact;

  const promises: Promised[] = [
    {
      what: 'a look right after tells the same state',
      calls: [at(nowMs, 0)],
      holds: ([look]) =>
        same(look, { ...look!, allowed: true, remaining, retryAfterMs: 0, resetAfterMs: reset }),
    },
    {
      what: `${remaining} more are admitted at once`,
      calls: [at(nowMs, remaining)],
      holds: ([more]) => more!.allowed,
    },
  ];
  if (remaining < maxExact)
    promises.push({
      what: `${remaining + 1} more are not`,
      calls: [at(nowMs, remaining + 1)],
      holds: ([more]) => !more!.allowed,
    });
  if (!allowed && retry > 0 && possible(nowMs + retry))
    promises.push(
      {
        what: `one millisecond before the promised ${retry} ms it is denied`,
        calls: [at(nowMs + retry - 1, last.cost)],
        holds: ([again]) => !again!.allowed && again!.retryAfterMs === 1,
      },
      {
        what: `after the promised ${retry} ms it is admitted`,
        calls: [at(nowMs + retry, last.cost)],
        holds: ([again]) => again!.allowed,
      },
    );
  if (reset > 0 && possible(nowMs + reset))
    promises.push({
      what: `one millisecond before the promised ${reset} ms it is not yet as good as new`,
      calls: [at(nowMs + reset - 1, 0)],
      holds: ([look]) => look!.resetAfterMs === 1 && look!.remaining! < most(last),
    });
  if (possible(nowMs + reset))
    promises.push({
      what: `after the promised ${reset} ms it is as good as new`,
      calls: [at(nowMs + reset, 0), at(nowMs + reset, most(last))],
      holds: ([look, all]) => look!.resetAfterMs === 0 && look!.remaining === most(last) && all!.allowed,
    });
  const { delayMs = 0 } = decision;
  // What a jump waits for is before it: who comes when that has left does not wait. A denied one is told nothing.
  if (delayMs > 0 && last.cost === 0 && possible(nowMs + delayMs))
    promises.push({
      what: `who comes after the promised ${delayMs} ms does not wait, who comes one earlier waits for one`,
      calls: [at(nowMs + delayMs - 1, 0), at(nowMs + delayMs, 0)],
      holds: ([early, late]) => early!.delayMs === 1 && late!.delayMs === 0,
    });
  return promises;
}

/** The last jump again, and as many of one unit: two ways of asking for the same. None where they are too many. */
function costAtOnceAndInOnes(last: TimedCall): Call[][] {
  if (last.cost > mostOnes) return [];
  const look = { ...last, cost: 0 };
  const ones = Array.from({ length: last.cost }, () => ({ ...last, cost: 1 }));
  return [
    [last, look],
    [...ones, look],
  ];
}
