import type { Challenge } from '../../challenge/challenge.ts';
import { specimenFor } from '../../challenge/promised.ts';
import type { Verdict } from '../../challenge/verdict.ts';
import { attackAsAsked, type Asked } from '../attack-as-asked.ts';
import type { Context } from '../context.ts';

/** A script of the learner's. */
export interface Trial {
  challenge: Challenge;
  /** As it is shown. */
  file: string;
  text: string;
}

export type TrialOptions = Omit<Asked, 'model'>;

/** Attacks a script as its challenge has it. Rejects with `Interrupted` where the signal aborts. */
export type Judge = (context: Context, trial: Trial, options: TrialOptions) => Promise<Verdict>;

/** The same attack as `hyperdrive attack`. */
export const judge: Judge = (context, { challenge, file, text }, options) =>
  attackAsAsked(context, specimenFor(challenge, file, text), options);
