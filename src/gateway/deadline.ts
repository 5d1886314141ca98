import type { Scheduler } from './scheduler.ts';

/** It took longer than it may. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** What the first connection may take beyond a decision's deadline: a gateway is to begin with its engine, if it has one. */
export const openingGraceMs = 1_000;

/** The outcome of the work, or `TooLate` after `ms`. The work goes on then; what it comes to is no longer waited for here. */
export function within<T>(ms: number, work: Promise<T>, scheduler: Scheduler): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = scheduler.after(ms, () => reject(new TooLate(`No answer within ${ms} ms.`)));
    work.then(
      (value) => {
        callOff();
        resolve(value);
      },
      (error: unknown) => {
        callOff();
        reject(error as Error);
      },
    );
  });
}
