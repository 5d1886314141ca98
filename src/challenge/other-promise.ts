import { ArenaFell } from '../engine/arena.ts';
import type { ArenaKeeper } from './arena-keeper.ts';
import { battery } from './battery.ts';
import { makeExaminer } from './examine.ts';
import { attackModels } from './models/index.ts';
import type { Specimen } from './specimen.ts';
import type { Finding } from './verdict.ts';

/** Limiters that a header may take for one another; buckets make each other's decisions anyway. */
const alike = ['fixed-window', 'fixed-window-from-first', 'sliding-window-counter', 'sliding-window-log'];

/**
 * The promise that a script keeps in the place of the one that it broke: half of all fixed windows begin with their first jump,
 * and nobody's header knows that there are two kinds. Null where it decides wrongly by any of them.
 */
export async function otherPromise(
  keeper: ArenaKeeper,
  specimen: Specimen,
  { law }: Finding,
): Promise<string | null> {
  if (law !== 'decision' || specimen.convention.contract || !alike.includes(specimen.promises)) return null;
  for (const promises of alike) {
    const other = { ...specimen, promises, model: attackModels[promises]! };
    if (promises !== specimen.promises && (await keeps(keeper, other))) return promises;
  }
  return null;
}

async function keeps(keeper: ArenaKeeper, specimen: Specimen): Promise<boolean> {
  const examiner = makeExaminer(keeper, specimen);
  try {
    for (const { sequence } of battery(specimen))
      if ((await examiner.examine(sequence)).judged.breaches.length) return false;
    return true;
  } catch (error) {
    if (error instanceof ArenaFell) return false;
    throw error;
  }
}
