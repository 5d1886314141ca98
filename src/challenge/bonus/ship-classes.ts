import { inAnyWindow } from '../models/bounds.ts';
import type { Model, ModelCall, ModelDecision } from '../models/model.ts';
import { SlidingWindowLogModel } from '../models/sliding-window-log.ts';
import { shipClassesCases } from './ship-classes.cases.ts';
import { argv, modelled, tagOf, underContract } from './under-contract.ts';

const classes: Readonly<Record<string, { limit: bigint; periodMs: bigint }>> = {
  scout: { limit: 3n, periodMs: 10_000n },
  freighter: { limit: 5n, periodMs: 60_000n },
  flagship: { limit: 20n, periodMs: 60_000n },
};

/** A sliding window log whose numbers follow from the class of each jump. A refitted ship keeps what it has jumped. */
class ShipClassesModel implements Model {
  readonly #log = new SlidingWindowLogModel();

  decide(call: ModelCall): ModelDecision {
    return this.#log.decide({ ...call, ...classes[tagOf(call, 'class')]! });
  }
}

export const shipClasses = {
  convention: underContract({
    // The largest limit and the longest period: nothing counts for longer, and no cost above it is ever admitted.
    fixed: { limit: 20, periodMs: 60_000 },
    tags: { class: Object.keys(classes) },
    args: (call) => argv(tagOf(call, 'class'), call.cost, call.nowMs),
    argumentNames: ['class', 'cost', 'now_ms'],
  }),
  model: modelled(() => new ShipClassesModel(), {
    cases: shipClassesCases,
    // Whatever class the newest jump was, it and those of the shortest period before it were within the largest limit.
    bound: (terms, admitted) => inAnyWindow({ ...terms, limit: 20n, periodMs: 10_000n }, admitted),
    maxLimit: 20,
    perUnit: true,
  }),
};
