import type { Facts } from './facts.ts';

export type Level = 'ok' | 'note' | 'failed';

/** What a check came to, and what to do about it. */
export interface Outcome {
  level: Level;
  text: string;
  remedy?: string;
}

export interface Finding extends Outcome {
  area: string;
  check: string;
}

/** One thing that is looked at: data in, outcomes out. */
export interface Check {
  area: 'machine' | 'hyperdrive' | 'engine';
  check: string;
  examine(facts: Facts): Outcome[];
}

export const ok = (text: string): Outcome => ({ level: 'ok', text });

/** Worth knowing; hyperdrive works nevertheless. */
export const note = (text: string, remedy?: string): Outcome => ({
  level: 'note',
  text,
  ...(remedy !== undefined && { remedy }),
});

export const failed = (text: string, remedy?: string): Outcome => ({
  ...note(text, remedy),
  level: 'failed',
});
