import { inAlignedWindows } from '../models/bounds.ts';
import { FixedWindowModel } from '../models/fixed-window.ts';
import type { Model, ModelCall, ModelDecision } from '../models/model.ts';
import { sharedLimitsCases } from './shared-limits.cases.ts';
import { argv, later, look, modelled, smaller, tagOf, underContract } from './under-contract.ts';

/** What all starbases share, for a starbase's own numbers: twice its limit, in half as long again. */
const sharedLimit = (limit: number): number => 2 * limit;
const sharedPeriodMs = (periodMs: number): number => periodMs + Math.ceil(periodMs / 2);
const shared = <T extends { limit: bigint; periodMs: bigint }>(own: T): T => ({
  ...own,
  limit: 2n * own.limit,
  periodMs: own.periodMs + (own.periodMs + 1n) / 2n,
});

/** A fixed window for each starbase, and one for all of them: a jump needs room in both, or takes it from neither. */
class SharedLimitsModel implements Model {
  readonly #own = new Map<string, FixedWindowModel>();
  readonly #shared = new FixedWindowModel();

  decide(call: ModelCall): ModelDecision {
    const base = tagOf(call, 'base');
    const own = this.#own.get(base) ?? new FixedWindowModel();
    this.#own.set(base, own);
    const windows = [
      { window: own, asked: call },
      { window: this.#shared, asked: shared(call) },
    ];
    const looks = () => windows.map(({ window, asked }) => window.decide(look(asked)));
    const fits = looks().map(({ remaining }) => remaining >= call.cost || call.cost === 0n);
    const allowed = fits.every(Boolean);
    if (allowed) for (const { window, asked } of windows) window.decide(asked);
    // Only the windows that have no room are asked: they deny, and a denial takes nothing.
    const waits = windows
      .filter((_, index) => !fits[index])
      .map(({ window, asked }) => window.decide(asked).retryAfterMs);
    const [here, everywhere] = looks();
    return {
      allowed,
      remaining: smaller(here!.remaining, everywhere!.remaining),
      retryAfterMs: waits.includes(-1n) ? -1n : waits.reduce(later, 0n),
      resetAfterMs: later(here!.resetAfterMs, everywhere!.resetAfterMs),
    };
  }
}

export const sharedLimits = {
  convention: underContract({
    tags: { base: ['alpha', 'beta', 'gamma'] },
    keys: (key, tags) => [`${key}:${tagOf({ tags }, 'base')}`, `${key}:fleet`],
    args: ({ drive, cost, nowMs }) =>
      argv(
        drive.limit,
        drive.periodMs,
        cost,
        nowMs,
        sharedLimit(drive.limit),
        sharedPeriodMs(drive.periodMs),
      ),
    argumentNames: ['limit', 'period_ms', 'cost', 'now_ms', 'shared_limit', 'shared_period_ms'],
  }),
  model: modelled(() => new SharedLimitsModel(), {
    cases: sharedLimitsCases,
    bound: (terms, admitted) => inAlignedWindows(shared(terms), admitted),
    maxLimit: 2 ** 51,
    periods: 2,
  }),
};
