import type { FlawRow } from '../../algorithms/algorithm.ts';
import type { ScriptClock } from '../convention.ts';
import type { AttackDrive } from '../sequence.ts';
import type { Finding, Law } from '../verdict.ts';

/** Some jumps in a row. */
export type Jumps = Omit<FlawRow, 'got' | 'due' | 'told' | 'ttlMs' | 'keys'>;

/** The same, and what comes of them where the mistake is made. */
export interface Mark extends Jumps {
  /** How many are admitted. */
  got: number;
  /** What a jump is told, where that is the point. */
  told?: {
    /** Which of the jumps, from 1; the last unless given. */
    jump?: number;
    field: 'remaining' | 'retryAfterMs';
    /** `a wait`: any, but never. */
    got: number | 'a wait';
  };
}

/** Jumps that go well in spite of the mistake: who fails here as well makes another one, or does nothing right at all. */
export interface Control {
  /** Other numbers than those at which the mistake shows. */
  drive?: AttackDrive;
  startMs?: number;
  rows: readonly Jumps[];
  /** A change to the script's text that repairs this mistake and no other: with it, they go well. */
  mend?(text: string): string;
}

/** A mistake as it shows at certain numbers. */
export interface Signs {
  /** When it starts, ms since 1970; a whole period in the usual years unless given. */
  startMs?: number;
  marks: readonly Mark[];
  /** More that the mistake does, at other numbers or in another order: what tells it from those that look like it. */
  also?: readonly { drive?: AttackDrive; marks: readonly Mark[] }[];
  controls: readonly Control[];
}

/** What a mistake's signs hang on. */
export interface Situation {
  limit: number;
  periodMs: number;
  /** The most that is admitted at once. */
  most: number;
  clock: ScriptClock;
  /** What the promised limiter is: by what it admits, not by its name. */
  kind: Kind;
}

/** Tokens drip; a window slides; or one ends all at once. */
export type Kind = 'bucket' | 'sliding' | 'fixed';

/** How a widespread mistake is told from others. */
export interface Signature {
  /** `flawed/…` */
  name: string;
  /** The laws that this mistake breaks: a finding of another law it does not explain. */
  breaks: readonly Law[];
  /** Whether it explains a finding of such a law; it does unless this says otherwise. */
  explains?(finding: Finding): boolean;
  /** What stands in every script that makes it, where others behave alike: nobody is told of a line that is not there. */
  stands?: RegExp;
  /** Numbers at which it shows, beside those of the flaw's own trace. */
  drives?: readonly AttackDrive[];
  /** Ways in which it shows in this situation; none where it does not. Any of them is enough. */
  signs(situation: Situation): readonly Signs[];
}

/** Where a limiter counts wrong, everything that hangs on the count is wrong. */
export const wrongCount: readonly Law[] = [
  'decision',
  'remaining',
  'retry',
  'reset',
  'delay',
  'counts',
  'clients',
];

/** The jump of a finding where the law broke. */
export const brokenStep = ({ steps }: Finding) => steps.find(({ broken }) => broken);

/** All that fits, and one more that does not. */
export const oneTooMany = ({ most }: Situation): Jumps => ({ atMs: 0, jumps: most + 1 });

/** All that fits at once, all of it admitted. */
export const filled = ({ most }: Situation, atMs = 0): Mark => ({ atMs, jumps: most, got: most });

/** One jump. */
export const one = (atMs: number): Jumps => ({ atMs, jumps: 1 });

/** One jump that is not admitted. */
export const denied = (atMs: number): Mark => ({ atMs, jumps: 1, got: 0 });

/** Well after the period: where a server's TTL may be a little late. */
export const afterThePeriod = ({ periodMs }: Situation): number => periodMs + Math.ceil(periodMs / 10);
