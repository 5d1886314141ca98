import {
  byEstimate,
  byTheBucketful,
  inAlignedWindows,
  inAnyWindow,
  inTurn,
  inWindowsFromFirst,
  type Bound,
} from './bounds.ts';
import { fixedWindowFromFirstCases } from './fixed-window-from-first.cases.ts';
import { FixedWindowFromFirstModel } from './fixed-window-from-first.ts';
import { fixedWindowCases } from './fixed-window.cases.ts';
import { FixedWindowModel } from './fixed-window.ts';
import { gcraCases } from './gcra.cases.ts';
import { GcraModel } from './gcra.ts';
import { leakyBucketMeterCases } from './leaky-bucket-meter.cases.ts';
import { LeakyBucketMeterModel } from './leaky-bucket-meter.ts';
import { leakyBucketQueueCases } from './leaky-bucket-queue.cases.ts';
import { LeakyBucketQueueModel } from './leaky-bucket-queue.ts';
import type { Model } from './model.ts';
import { slidingWindowCounterCases } from './sliding-window-counter.cases.ts';
import { SlidingWindowCounterModel } from './sliding-window-counter.ts';
import { slidingWindowLogCases } from './sliding-window-log.cases.ts';
import { SlidingWindowLogModel } from './sliding-window-log.ts';
import type { Timeline } from './timeline.ts';
import { tokenBucketCases } from './token-bucket.cases.ts';
import { TokenBucketModel } from './token-bucket.ts';

export interface Modelled {
  model: () => Model;
  /** A model that is as good: whoever keeps to it throughout keeps the promise, too. */
  orElse?: () => Model;
  /** Worked out by hand: for the model and for the script. */
  cases: readonly Timeline[];
  /** What "never above the limit" means here. */
  bound: Bound;
  /** The largest limit that the script takes. */
  maxLimit: number;
  /** Whether it multiplies by the period, and so refuses a limit or capacity that leaves 2^52 with it. */
  multiplies: boolean;
  /** For how many periods at most a unit counts, where the capacity is the limit. */
  periods: number;
  /** Whether every unit costs memory and time of its own. */
  perUnit: boolean;
  /** Whether it remembers the instant of the newest admission, and so sees that a clock stepped back. */
  seesClockStepBack: boolean;
}

const usual = { maxLimit: 2 ** 52, multiplies: true, periods: 1, perUnit: false, seesClockStepBack: true };

/** One model for every algorithm under the decision contract; the generic suites go through this list. */
export const models: Readonly<Record<string, Modelled>> = {
  'fixed-window': {
    ...usual,
    model: () => new FixedWindowModel(),
    cases: fixedWindowCases,
    bound: inAlignedWindows,
    multiplies: false,
  },
  'token-bucket': {
    ...usual,
    model: () => new TokenBucketModel(),
    cases: tokenBucketCases,
    bound: byTheBucketful,
  },
  'leaky-bucket-meter': {
    ...usual,
    model: () => new LeakyBucketMeterModel(),
    cases: leakyBucketMeterCases,
    bound: byTheBucketful,
  },
  'leaky-bucket-queue': {
    ...usual,
    model: () => new LeakyBucketQueueModel(),
    cases: leakyBucketQueueCases,
    bound: inTurn,
  },
  'sliding-window-log': {
    ...usual,
    model: () => new SlidingWindowLogModel(),
    cases: slidingWindowLogCases,
    bound: inAnyWindow,
    maxLimit: 10_000,
    multiplies: false,
    perUnit: true,
  },
  'sliding-window-counter': {
    ...usual,
    model: () => new SlidingWindowCounterModel(),
    cases: slidingWindowCounterCases,
    bound: byEstimate,
    periods: 2,
  },
  gcra: {
    ...usual,
    model: () => new GcraModel(),
    // It may remember the last instant beside its one number; then a clock that steps back is no time passed.
    orElse: () => new TokenBucketModel(),
    cases: gcraCases,
    bound: byTheBucketful,
    seesClockStepBack: false,
  },
};

/** Every model that a script may promise to keep: those of lua/, and what no script there is. */
export const attackModels: Readonly<Record<string, Modelled>> = {
  ...models,
  'fixed-window-from-first': {
    ...usual,
    model: () => new FixedWindowFromFirstModel(),
    cases: fixedWindowFromFirstCases,
    bound: inWindowsFromFirst,
    multiplies: false,
  },
};
