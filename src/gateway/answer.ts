import type { Verdict } from './decider.ts';

/** What limits answer, whoever asked them and wherever they stand. */
export type Answer = Omit<Verdict, 'by' | 'trouble'>;

/** The longer of two waits, where -1 is for ever. */
export function isLonger(wait: number, than: number): boolean {
  return than !== -1 && (wait === -1 || wait > than);
}
