import fc from 'fast-check';
import type { Reply } from '../../../src/engine/port.ts';
import type { Decision } from '../../../src/limiter/decision.ts';
import { dayMs, find, refute, same, tellCall, tellDecision, type Case, type Check } from '../check.ts';
import { driveProbes, driveTrace } from '../driver.ts';
import { ask, plans, resolve, type TimedCall } from '../plans.ts';
import { argv, timeMs } from '../trace.ts';

const countsBackwardsAsNoTime: Check = {
  name: 'takes a clock that steps back for one that stands still: it neither mints nor takes away',
  counterexample: (subject, effort) =>
    find(subject, plans(subject, effort, { moves: 20 }), effort, async (plan) => {
      const { calls } = resolve(plan, subject);
      const { outcomes } = await driveTrace(subject, calls);
      let newest = 0;
      const standing = calls.map((call, index) => {
        const at = Math.max(call.nowMs, newest);
        if (outcomes[index]!.decision.allowed && call.cost > 0) newest = at;
        return { ...call, nowMs: at };
      });
      const still = await driveTrace(subject, standing);
      for (const [index, { decision }] of still.outcomes.entries()) {
        // The same, but waits are told from the caller's now.
        const late = standing[index]!.nowMs - calls[index]!.nowMs;
        const wanted = told(decision, (ms) => (ms > 0 ? ms + late : ms));
        const got = outcomes[index]!.decision;
        if (!same(got, wanted))
          refute(
            calls.slice(0, index + 1),
            `the clock stood at ${standing[index]!.nowMs}: ${tellDecision(wanted)}\n` +
              `it stepped back: ${tellDecision(got)}`,
          );
      }
    }),
};

function told(decision: Decision, wait: (ms: number) => number): Decision {
  const { retryAfterMs, resetAfterMs, delayMs } = decision;
  return {
    ...decision,
    retryAfterMs: wait(retryAfterMs!),
    resetAfterMs: wait(resetAfterMs!),
    ...(delayMs !== undefined && { delayMs: wait(delayMs) }),
  };
}

const admitsNoMoreBackwards: Check = {
  name: 'admits nothing on a clock that steps back that it would deny on one that stands still',
  counterexample: (subject, effort) =>
    find(
      subject,
      fc.record({ plan: plans(subject, effort, { moves: 20 }), sixteenths: fc.integer({ min: 1, max: 32 }) }),
      effort,
      async ({ plan, sixteenths }) => {
        const { calls } = resolve(plan, subject);
        const last = calls.at(-1)!;
        const earlier = Math.max(0, last.nowMs - Math.ceil((last.periodMs * sixteenths) / 16));
        const probes = [last.nowMs, earlier].map((nowMs) => [
          { ...last, nowMs, cost: 0 },
          { ...last, nowMs },
        ]);
        const [[stillLook, still], [backLook, back]] = (await driveProbes(
          subject,
          calls.slice(0, -1),
          probes,
        )) as [[Decision, Decision], [Decision, Decision]];
        if ((back.allowed && !still.allowed) || backLook.remaining! > stillLook.remaining!)
          refute(
            calls,
            `${tellCall({ ...last, nowMs: earlier })} instead: ${tellDecision(back)}\n` +
              `on a clock that stands: ${tellDecision(still)}`,
          );
      },
    ),
};

/** What a clock that steps back does. */
export const backwards = ({ seesClockStepBack }: Case): Check =>
  seesClockStepBack ? countsBackwardsAsNoTime : admitsNoMoreBackwards;

export const usesTheServersClock: Check = {
  name: 'without now_ms decides at the server’s TIME, to the millisecond',
  counterexample: (subject, effort) =>
    find(
      subject,
      fc.record({
        limit: fc.integer({ min: 1, max: 20 }),
        // Long enough to end after the test, and for no unit to free within it.
        periodMs: fc.integer({ min: 600_000, max: dayMs }),
        absent: fc.boolean(),
      }),
      { ...effort, runs: Math.min(effort.runs, 20) },
      async ({ limit, periodMs, absent }) => {
        const { connection, key, text, read } = subject;
        const calls = [limit - 1, 1, 1].map((cost) => ({ limit, periodMs, cost, nowMs: null }));
        const replies = await connection.watched([key], async () => [
          ['DEL', key],
          ['TIME'],
          ...calls.flatMap((call) => [
            ['EVAL', text, 1, key, ...argv(call).slice(0, absent ? 3 : 4)],
            ['PTTL', key],
          ]),
          ['TIME'],
        ]);
        try {
          const failed = replies.find((reply) => reply instanceof Error);
          if (failed) throw failed;
          const [, begin, ...rest] = replies;
          const [from, to] = [timeMs(begin!), timeMs(rest.pop()!)];
          const model = subject.model();
          const near = (value: number, exact: number) =>
            exact > 0 ? value <= exact && value >= exact - (to - from) : value === exact;
          const compare = (call: TimedCall, got: Decision) => {
            const wanted = ask(model, call);
            const holds = same(got, {
              ...wanted,
              retryAfterMs: near(got.retryAfterMs!, wanted.retryAfterMs!) ? got.retryAfterMs : NaN,
              resetAfterMs: near(got.resetAfterMs!, wanted.resetAfterMs!) ? got.resetAfterMs : NaN,
              ...(got.delayMs !== undefined &&
                near(got.delayMs, wanted.delayMs!) && { delayMs: got.delayMs }),
            });
            if (!holds) refute([call], `at that TIME: ${tellDecision(wanted)}\nscript: ${tellDecision(got)}`);
            return wanted;
          };
          for (const [index, call] of calls.entries()) {
            const wanted = compare({ ...call, nowMs: from }, read(rest[index * 2] as Reply));
            const ttl = rest[index * 2 + 1] as number;
            if (wanted.allowed && call.cost > 0 && !near(ttl, wanted.resetAfterMs!))
              refute([call], `the TTL should be ${wanted.resetAfterMs} and is ${ttl}`);
          }
          // Asked at that very instant of TIME, the limiter has just been used.
          const look = { limit, periodMs, cost: 0, nowMs: to };
          compare(look, read(await connection.call('EVAL', text, 1, key, ...argv(look))));
        } finally {
          await connection.call('DEL', key);
        }
      },
    ),
};
