/** What a script of several limits must keep to, as laws that look for a counterexample. A mutant must fail one of them. */
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { ReplyError } from '../../../src/engine/port.ts';
import { HyperdriveError, NoEngineError } from '../../../src/errors.ts';
import { driveSeveral, type SeveralOutcome, type SeveralSubject } from './driver.ts';
import type { SeveralCall } from './model.ts';
import { resolveSeveral, severalPlans, type SeveralPlan } from './plans.ts';

export interface SeveralLaw {
  name: string;
  /** What breaks it, or null. */
  broken(subject: SeveralSubject, plan: SeveralPlan): Promise<string | null>;
}

const tell = (calls: readonly SeveralCall[], what: unknown) =>
  `${calls.map((call) => JSON.stringify(call)).join('\n')}\n${typeof what === 'string' ? what : JSON.stringify(what)}`;

/** The first outcome that something is wrong with, told with the calls up to it. */
function first(
  calls: readonly SeveralCall[],
  outcomes: readonly SeveralOutcome[],
  wrong: (outcome: SeveralOutcome, at: number) => unknown,
): string | null {
  for (const [at, outcome] of outcomes.entries()) {
    const what = wrong(outcome, at);
    if (what) return tell(calls.slice(0, at + 1), { what, ...outcome });
  }
  return null;
}

const agrees: SeveralLaw = {
  name: 'answers every call as a model for each limit says, and every key that is set lives until it is as good as new',
  async broken(subject, plan) {
    const { calls, expected } = resolveSeveral(subject.rule, plan);
    const { outcomes, elapsedMs } = await driveSeveral(subject, calls);
    return first(calls, outcomes, ({ decision, ttls }, at) => {
      if (!isDeepStrictEqual(decision, expected[at])) return { expected: expected[at] };
      const late = ttls.findIndex((ttl, one) => {
        const wanted = decision.standings[one]!.resetAfterMs;
        return ttl !== null && ttl !== -2 && (ttl > wanted || ttl < wanted - elapsedMs);
      });
      return late < 0 ? null : `the TTL of key ${late + 1} is not its reset`;
    });
  },
};

const writesWhatItCharges: SeveralLaw = {
  name: 'writes the keys that it charges and no other: all or none, or that of the tier',
  async broken(subject, plan) {
    const { calls } = resolveSeveral(subject.rule, plan);
    const { outcomes } = await driveSeveral(subject, calls);
    return first(calls, outcomes, ({ decision, values, ttls }, at) => {
      const { allowed, tier } = decision;
      const charged = (one: number) =>
        allowed && calls[at]!.cost > 0 && (subject.rule === 'all-or-nothing' || tier === one);
      const before = outcomes[at - 1]?.values;
      const wrong = values.findIndex((value, one) => {
        if (charged(one)) return ttls[one]! < 0 || value === before?.[one];
        return value !== (before?.[one] ?? null) || (value !== null && ttls[one] !== null);
      });
      return wrong < 0 ? null : `key ${wrong + 1} should ${charged(wrong) ? '' : 'not '}have been written`;
    });
  },
};

const speaksForAll: SeveralLaw = {
  name: 'says of the whole what follows from its limits: who denied, which tier, how long',
  async broken(subject, plan) {
    const { calls } = resolveSeveral(subject.rule, plan);
    const { outcomes } = await driveSeveral(subject, calls);
    return first(calls, outcomes, ({ decision }, at) => {
      const { allowed, deniedBy, tier, retryAfterMs, standings } = decision;
      const waits = standings.map((one) => (one.retryAfterMs < 0 ? Infinity : one.retryAfterMs));
      const wait = subject.rule === 'all-or-nothing' ? Math.max(...waits) : Math.min(...waits);
      const up = { deniedBy: allowed ? null : waits.indexOf(wait), tier: null };
      const fits = { deniedBy: null, tier: allowed && calls[at]!.cost > 0 ? waits.indexOf(0) : null };
      const wanted = {
        allowed: wait === 0,
        retryAfterMs: wait === Infinity ? -1 : wait,
        ...(subject.rule === 'all-or-nothing' ? up : fits),
      };
      return isDeepStrictEqual({ allowed, retryAfterMs, deniedBy, tier }, wanted) ? null : { wanted };
    });
  },
};

const keepsItsPromise: SeveralLaw = {
  name: 'admits what it denied after retry_after_ms, and not one millisecond earlier',
  async broken(subject, plan) {
    const { calls } = resolveSeveral(subject.rule, plan);
    const last = calls.at(-1)!;
    const { outcomes } = await driveSeveral(subject, calls);
    const { allowed, retryAfterMs } = outcomes.at(-1)!.decision;
    if (allowed) return retryAfterMs === 0 ? null : tell(calls, 'admitted, and yet a wait');
    const most = last.limits.map(({ limit, capacity = limit }) => capacity);
    const never = subject.rule === 'all-or-nothing' ? Math.min(...most) : Math.max(...most);
    if ((retryAfterMs === -1) !== last.cost > never) return tell(calls, `never is wrong: ${retryAfterMs}`);
    if (retryAfterMs === -1) return null;
    // The earlier one is denied and so changes nothing for the later one.
    const again = [retryAfterMs - 1, retryAfterMs].map((after) => ({ ...last, nowMs: last.nowMs + after }));
    const retried = (await driveSeveral(subject, [...calls, ...again])).outcomes.slice(-2);
    const [early, due] = retried.map(({ decision }) => decision);
    return due!.allowed && !early!.allowed && early!.retryAfterMs === 1
      ? null
      : tell([...calls, ...again], retried);
  },
};

export const severalLaws: readonly SeveralLaw[] = [
  agrees,
  writesWhatItCharges,
  speaksForAll,
  keepsItsPromise,
];

/** Where time goes on inside a script, a key of a few milliseconds may expire in it, but not every time. */
const attempts = 4;

/** Looks for a counterexample; told with the seed that finds it again (HYPERDRIVE_TEST_SEED). */
export async function findSeveral(
  law: SeveralLaw,
  subject: SeveralSubject,
  { runs, shrink, frozenTime }: { runs: number; shrink: boolean; frozenTime: boolean },
): Promise<string | null> {
  const seed = Number(process.env['HYPERDRIVE_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const details = await fc.check(
    fc.asyncProperty(severalPlans, async (plan) => {
      let broken: string | null = null;
      for (let left = frozenTime ? 1 : attempts; left > 0; left--) {
        broken = await law.broken(subject, plan).catch(refutation);
        if (broken === null) return;
      }
      throw new Error(broken!);
    }),
    { numRuns: runs, seed, endOnFailure: !shrink },
  );
  if (!details.failed) return null;
  return `seed ${details.seed} path ${details.counterexamplePath}:\n${String((details.errorInstance as Error).message)}`;
}

/** An error that the script is to blame for; any other is thrown. */
function refutation(error: unknown): string {
  const blamed =
    error instanceof ReplyError || (error instanceof HyperdriveError && !(error instanceof NoEngineError));
  if (!blamed) throw error;
  return error.message;
}
