import { correct } from '../algorithms/index.ts';

/** What a model's scripts have in common. */
export interface Family {
  /** Whether they take a capacity. */
  bucket: boolean;
  /** Whether an admitted jump may have to wait its turn. */
  delays: boolean;
  /** The packaged script that others of the family are compared with. */
  reference: string | null;
}

/** Models that no packaged script of their own name stands for, and the nearest one. */
const nearestScript: Readonly<Record<string, string>> = { 'fixed-window-from-first': 'fixed-window' };

export function familyOf(model: string): Family {
  const name = nearestScript[model] ?? model;
  const algorithm = correct.find((one) => one.name === name);
  return {
    bucket: algorithm?.bucket ?? false,
    delays: algorithm?.delays ?? false,
    reference: algorithm?.name ?? null,
  };
}
