import type { Law } from './verdict.ts';

export type ChallengeKind = 'repair' | 'complete' | 'write' | 'bonus';

/** The front matter of a challenge's brief.md. */
export interface ChallengeCard {
  /** Stable and never reused: progress is kept by it. */
  id: string;
  title: string;
  kind: ChallengeKind;
  /** A name in `models`; for a bonus challenge its own id, whose rules are in `src/challenge/bonus/`. */
  model: string;
  minutes: number;
  /** The law that the starter breaks. */
  breaks: Law;
  /** The mistake of the flawed gallery that the starter makes, without `flawed/`, where it is one. */
  mistake?: string;
}

/** Hints for who broke one of `laws`; an empty list: for whatever broke. Where to look, what is wrong, almost the line. */
export interface HintTiers {
  laws: readonly Law[];
  tiers: readonly [string, string, string];
}

export interface Challenge extends ChallengeCard {
  /** The mission whose folder it stands in; null where it stands elsewhere. */
  mission: number | null;
  /** Folder of the challenge: absolute. */
  folder: string;
  brief: string;
  starter: string;
  solution: string;
  hints: readonly HintTiers[];
}
