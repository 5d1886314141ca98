import type { Modelled } from '../models/index.ts';
import type { Kind } from './signature.ts';

const periodMs = 60_000;

/** What a limiter is by what its model admits, whatever it is called. */
export function kindOf({ model }: Modelled): Kind {
  if (admits(model, [0, 0, periodMs / 2])) return 'bucket';
  // Nearly at the end of a window that begins now, and a little after it: one that ends all at once admits all of them.
  const around = [0, periodMs - 10_000, periodMs + 10_000, periodMs + 10_000];
  return admits(model, around) ? 'fixed' : 'sliding';
}

/** Whether the last of these jumps is admitted, at 2 per period. */
function admits(create: Modelled['model'], instants: readonly number[]): boolean {
  const model = create();
  const drive = { limit: 2n, periodMs: BigInt(periodMs), capacity: 2n };
  const decisions = instants.map((atMs) =>
    model.decide({ ...drive, cost: 1n, nowMs: BigInt(atMs), tags: {} }),
  );
  return decisions.at(-1)!.allowed;
}
