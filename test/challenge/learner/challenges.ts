import type { Challenge } from '../../../src/challenge/challenge.ts';

/** A challenge of which only what is said matters. */
export function challenge(id: string, more: Partial<Challenge> = {}): Challenge {
  return {
    id,
    title: `About ${id}`,
    kind: 'repair',
    model: 'gcra',
    minutes: 10,
    breaks: 'decision',
    mission: 7,
    folder: `/pkg/${id}`,
    brief: 'Mend it.',
    starter: `-- hyperdrive: challenge=${id}\n`,
    solution: 'return 1',
    hints: [
      { laws: ['retry', 'reset'], tiers: ['r1', 'r2', 'r3'] },
      { laws: [], tiers: ['a1', 'a2', 'a3'] },
    ],
    ...more,
  };
}

export const three = [challenge('one'), challenge('two'), challenge('three')];
