import type { Model } from './model.ts';
import { SlidingWindowLogModel } from './sliding-window-log.ts';

export interface Modelled {
  model: () => Model;
  /** The largest limit that the script takes. */
  maxLimit: number;
}

/** One model for every algorithm under the decision contract; the generic suites go through this list. */
export const models: Readonly<Record<string, Modelled>> = {
  'sliding-window-log': { model: () => new SlidingWindowLogModel(), maxLimit: 10_000 },
};
