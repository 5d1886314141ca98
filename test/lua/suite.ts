/**
 * What every script under the decision contract must pass, as properties that look for a counterexample. A mutant of a
 * script must fail at least one of them.
 */
import fc from 'fast-check';
import { messageOf } from '../../src/errors.ts';
import type { Decision } from '../../src/limiter/decision.ts';
import {
  ask,
  dayMs,
  find,
  maxExact,
  plans,
  refute,
  resolve,
  same,
  tellCall,
  tellDecision,
  type Check,
} from './plans.ts';
import {
  argv,
  parkedTtlMs,
  runProbes,
  runRaw,
  runTrace,
  timeMs,
  type Call,
  type Witnessed,
} from './trace.ts';

const agreesWithTheModel: Check = {
  name: 'answers every call of a random trace as the model does, and sets the TTL that it says',
  counterexample: (subject, effort) =>
    find(subject, plans(effort, { moves: 30 }), effort, async (plan) => {
      const { calls, expected } = resolve(plan, subject.model());
      const { outcomes, elapsedMs } = await runTrace(subject, calls);
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
          refute(
            history,
            `${admitted ? 'admitted' : 'not admitted'}: the TTL should be ${ttl} and is ${ttlMs}`,
          );
      }
    }),
};

const keepsItsPromises: Check = {
  name: 'keeps what it promises: retry after, remaining, reset after, a cost of n',
  counterexample: (subject, effort) =>
    find(subject, plans(effort, { moves: 12 }), effort, async (plan) => {
      const { calls } = resolve(plan, subject.model());
      const last = calls.at(-1)!;
      const { nowMs, limit } = last;
      const decision = (await runTrace(subject, calls)).outcomes.at(-1)!.decision;
      const { allowed } = decision;
      const [remaining, retry, reset] = [decision.remaining!, decision.retryAfterMs!, decision.resetAfterMs!];
      const at = (instant: number, cost: number): Call => ({ ...last, nowMs: instant, cost });
      const possible = (instant: number) => instant <= maxExact - last.periodMs;

      const promises: { what: string; calls: Call[]; holds: (answers: Decision[]) => boolean }[] = [
        {
          what: 'a look right after tells the same state',
          calls: [at(nowMs, 0)],
          holds: ([look]) => same(look, { allowed: true, remaining, retryAfterMs: 0, resetAfterMs: reset }),
        },
        {
          what: `${remaining} more are admitted at once`,
          calls: [at(nowMs, remaining)],
          holds: ([more]) => more!.allowed,
        },
        {
          what: `${remaining + 1} more are not`,
          calls: [at(nowMs, remaining + 1)],
          holds: ([more]) => !more!.allowed,
        },
      ];
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
          holds: ([look]) => look!.resetAfterMs === 1 && look!.remaining! < limit,
        });
      if (possible(nowMs + reset))
        promises.push({
          what: `after the promised ${reset} ms it is as good as new`,
          calls: [at(nowMs + reset, 0), at(nowMs + reset, limit)],
          holds: ([look, all]) => look!.resetAfterMs === 0 && look!.remaining === limit && all!.allowed,
        });
      const ones = Array.from({ length: Math.min(last.cost, 40) }, () => at(nowMs, 1));
      if (ones.length === last.cost)
        promises.push(
          {
            what: 'the same cost again at once',
            calls: [at(nowMs, last.cost), at(nowMs, 0)],
            holds: () => true,
          },
          { what: 'the same cost again one by one', calls: [...ones, at(nowMs, 0)], holds: () => true },
        );

      if (allowed ? retry !== 0 : (retry === -1) !== last.cost > limit || retry === 0)
        refute(calls, `retry after cannot be ${retry} in: ${tellDecision(decision)}`);
      const answers = await runProbes(
        subject,
        calls,
        promises.map((promise) => promise.calls),
      );
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
      if (ones.length !== last.cost) return;
      const [atOnce, oneByOne] = answers.slice(-2) as [Decision[], Decision[]];
      const admitted = oneByOne.slice(0, -1).filter((one) => one.allowed).length;
      const whole = atOnce[0]!.allowed
        ? admitted === last.cost && same(atOnce.at(-1), oneByOne.at(-1))
        : admitted === remaining;
      if (!whole)
        refute(
          calls,
          `a cost of ${last.cost} at once is ${tellDecision(atOnce[0])}, then ${tellDecision(atOnce.at(-1))}; ` +
            `one by one ${admitted} of them are admitted, then ${tellDecision(oneByOne.at(-1))}`,
        );
    }),
};

const denialsArePure: Check = {
  name: 'changes nothing with a denial or a look, not even the TTL',
  counterexample: (subject, effort) =>
    find(subject, plans(effort, { moves: 8 }), effort, async (plan) => {
      const model = subject.model();
      const { calls } = resolve(plan, model);
      const last = calls.at(-1)!;
      // Admits nothing: looks, and what is above the limit; the model says where one more is denied.
      const idle = [
        { ...last, cost: 0 },
        { ...last, cost: last.limit + 1 },
        { ...last, cost: 0, nowMs: maxExact - last.periodMs },
        { ...last, cost: 0, nowMs: 0 },
      ];
      const more = { ...last, cost: last.limit };
      if (!ask(model, more).allowed) idle.push(more);
      const witnessed = await runRaw(subject, calls, idle.map(argv));
      const failed = witnessed.replies.find((reply) => reply instanceof Error);
      if (failed) refute(calls, failed.message);
      const change = changeOf(witnessed);
      if (change) refute([...calls, ...idle], change);
    }),
};

const usesTheServersClock: Check = {
  name: 'without now_ms decides at the server’s TIME, to the millisecond',
  counterexample: (subject, effort) =>
    find(
      subject,
      fc.record({
        limit: fc.integer({ min: 1, max: 20 }),
        // Long enough to end after the test.
        periodMs: fc.integer({ min: 600_000, max: dayMs }),
        absent: fc.boolean(),
      }),
      { ...effort, runs: Math.min(effort.runs, 20) },
      async ({ limit, periodMs, absent }) => {
        const { connection, key, text } = subject;
        const args = [limit, periodMs, 1, ...(absent ? [] : [''])];
        const first = { limit, periodMs, cost: limit - 1, nowMs: null };
        const replies = await connection.watched([key], async () => [
          ['DEL', key],
          ['TIME'],
          ['EVAL', text, 1, key, ...argv(first)],
          ['EVAL', text, 1, key, ...args],
          ['PTTL', key],
          ['EVAL', text, 1, key, ...args],
          ['TIME'],
        ]);
        try {
          const [, begin, , last, ttl, denied, end] = replies as [
            unknown,
            string[],
            unknown,
            number[],
            number,
            number[],
            string[],
          ];
          const [from, to] = [timeMs(begin), timeMs(end)];
          const near = (value: number | undefined, exact: number) =>
            value !== undefined && value <= exact && value >= exact - (to - from);
          const told = JSON.stringify({ last, ttl, denied, from, to });
          if (last[0] !== 1 || last[3] !== periodMs || !near(ttl, periodMs))
            refute([first], `not admitted now: ${told}`);
          if (denied[0] !== 0 || !near(denied[2], periodMs) || !near(denied[3], periodMs))
            refute([first], `not denied now: ${told}`);
          // Asked at that very instant of TIME, the limiter has just been used.
          const look = argv({ limit, periodMs, cost: 0, nowMs: to });
          const [, remaining, , reset] = (await connection.call('EVAL', text, 1, key, ...look)) as number[];
          if (remaining !== 0 || !near(reset, periodMs))
            refute([first], `decided at another instant: ${told}, reset ${reset}`);
        } finally {
          await connection.call('DEL', key);
        }
      },
    ),
};

const good: Call = { limit: 5, periodMs: 1000, cost: 1, nowMs: 1_000_000 };

/** Every argument, in order, and what is out of its range. */
const edges: readonly [name: string, ...wrong: string[]][] = [
  ['limit', '0', '4503599627370497'],
  ['period_ms', '0', '4503599627370497'],
  ['cost', '4503599627370497'],
  ['now_ms', '4503599627370497'],
];
const garbage = [
  '-1', '-0', '+1', '1.5', '1.0', '.5', '1e3', '1E3', '0x10', '0b1', 'nan', 'NaN', 'inf', '-inf', 'infinity',
  ' 5', '5 ', '5\n', '5\0', '\0', ' ', '1,000', '1_000', '٥', '５', 'five', 'nil', 'true', '{}', '9'.repeat(20), '9'.repeat(400),
]; // prettier-ignore

const checksItsArguments: Check = {
  name: 'refuses arguments that are no whole numbers in range by name, and changes nothing',
  async counterexample(subject) {
    const wrong: { args: string[]; name: string }[] = edges.flatMap(([name, ...values], position) => {
      // An empty now_ms is the server's clock.
      const all = [...garbage, ...values, ...(name === 'now_ms' ? [] : [''])];
      return all.map((value) => ({ args: argv(good).with(position, value), name }));
    });
    wrong.push(
      { args: argv({ ...good, limit: subject.maxLimit + 1 }), name: 'limit' },
      { args: argv({ ...good, nowMs: maxExact - good.periodMs + 1 }), name: 'period_ms' },
      { args: argv({ ...good, periodMs: maxExact, nowMs: 1 }), name: 'period_ms' },
      { args: argv({ ...good, periodMs: maxExact }).with(3, ''), name: 'period_ms' },
      { args: [], name: 'limit' },
      { args: ['5'], name: 'period_ms' },
      { args: ['5', '1000'], name: 'cost' },
    );
    const args = wrong.map((one) => one.args);
    return refutation(async () => {
      for (const history of [[], [{ ...good, cost: 3 }]]) {
        const witnessed = await runRaw(subject, history, args);
        for (const [index, reply] of witnessed.replies.entries()) {
          const told = `ARGV ${JSON.stringify(wrong[index]!.args)}`;
          if (!(reply instanceof Error)) refute(history, `${told} was taken: ${JSON.stringify(reply)}`);
          // Its own words: `limit must be …`, not what some command or the interpreter says.
          if (!new RegExp(`^(ERR )?${wrong[index]!.name} must be `).test(reply.message))
            refute(history, `${told} should be refused for its ${wrong[index]!.name}: ${reply.message}`);
        }
        const change = changeOf(witnessed);
        if (change) refute(history, `refused, but ${change}`);
      }
    });
  },
};

const takesTheExtremes: Check = {
  name: 'takes the largest and smallest arguments, and stays exact',
  async counterexample(subject) {
    const first = { allowed: true, remaining: 4, retryAfterMs: 0, resetAfterMs: 1000 };
    const never = { allowed: false, remaining: 5, retryAfterMs: -1, resetAfterMs: 0 };
    const taken: [Call, Decision][] = [
      [
        { ...good, limit: subject.maxLimit },
        { ...first, remaining: subject.maxLimit - 1 },
      ],
      [{ ...good, nowMs: maxExact - 1000 }, first],
      [{ ...good, nowMs: 0 }, first],
      [
        { ...good, periodMs: maxExact, nowMs: 0 },
        { ...first, resetAfterMs: maxExact },
      ],
      [{ ...good, cost: maxExact }, never],
    ];
    return refutation(async () => {
      for (const [call, wanted] of taken) {
        const [outcome] = (await runTrace(subject, [call])).outcomes;
        if (!same(outcome!.decision, wanted))
          refute([call], `should be ${tellDecision(wanted)}: ${tellDecision(outcome!.decision)}`);
      }
    });
  },
};

async function refutation(check: () => Promise<void>): Promise<string | null> {
  try {
    await check();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** What calls changed that should have changed nothing, or null. */
function changeOf({ before, after, elapsedMs }: Witnessed): string | null {
  const unchanged =
    JSON.stringify(before.content) === JSON.stringify(after.content) &&
    after.ttlMs <= before.ttlMs &&
    before.ttlMs - after.ttlMs <= elapsedMs;
  return unchanged
    ? null
    : `the key held ${JSON.stringify(before)} before and ${JSON.stringify(after)} after`;
}

/** In this order a mutant is dropped soonest; the last one asks for so much that a broken script would never end. */
export const suite: readonly Check[] = [
  checksItsArguments,
  usesTheServersClock,
  agreesWithTheModel,
  denialsArePure,
  keepsItsPromises,
  takesTheExtremes,
];
