import type { Deps } from '../deps.ts';
import { Interrupted } from '../errors.ts';
import type { Context } from './context.ts';

/** Who can be listened to. */
export type Listener = Required<Pick<Deps, 'nextKey' | 'beforeExit'>>;

/** Null where nobody sits there, nothing may be asked, or a program reads what is printed. */
export function listenerOf({ deps, options }: Context): Listener | null {
  const { nextKey, beforeExit } = deps;
  return nextKey && options.input && !options.json ? { nextKey, beforeExit } : null;
}

/**
 * Does the work until it is done, or until a person presses a key that `ends` it: its signal aborts then, and what is under
 * way is finished. Resolves to that key, null where the work was done first. Rejects with `Interrupted` on Ctrl-C, and when a
 * signal ends the process.
 */
export async function untilKey(
  { nextKey, beforeExit }: Listener,
  ends: (key: string) => boolean,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<string | null> {
  const stop = new AbortController();
  const { signal } = stop;
  const callOff = beforeExit(async () => stop.abort());
  const listen = async (): Promise<string | null> => {
    for (;;) {
      const key = await nextKey(signal);
      if (key === null || ends(key)) return key;
    }
  };
  let done = false;
  let working: Promise<null> | undefined;
  try {
    // Listening comes first: what is shown may say that keys are heard.
    const heard = listen();
    working = work(signal).then(() => {
      done = !signal.aborted;
      return null;
    });
    const key = await Promise.race([heard, working]);
    stop.abort();
    await working;
    if (key === null && !done) throw new Interrupted();
    return key;
  } finally {
    stop.abort();
    // Also after Ctrl-C: what is under way takes its line off the screen before anything else is said.
    await working?.catch(() => null);
    callOff();
  }
}
