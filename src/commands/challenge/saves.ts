import type { Deps } from '../../deps.ts';

/** File events do not arrive from everywhere: a folder of another machine, a container, an editor that renames. Looking does. */
const everyMs = 500;
/** An editor may write in several goes. */
const settleMs = 100;

/** An editor that renames is done by then. */
const goneAfterLooks = 4;

/** The world, as far as saves are seen in it. */
export type Seen = Pick<Deps, 'fileMark' | 'sleep'>;

/**
 * Waits until the file is there and other than it was `before`, and has come to rest. Resolves to its new mark, or to null when the
 * signal aborts. That the file is gone for a moment means nothing; where it stays away, `gone` is told once, and as it comes back
 * it is new, whatever it looks like.
 */
export async function nextSave(
  { fileMark, sleep }: Seen,
  file: string,
  before: string | null,
  signal: AbortSignal,
  gone: () => void,
): Promise<string | null> {
  let last = before;
  let seen = last;
  let missed = 0;
  while (!signal.aborted) {
    const mark = await fileMark(file);
    if (mark !== null && mark !== last && mark === seen) return mark;
    seen = mark;
    missed = mark === null ? missed + 1 : 0;
    if (missed === goneAfterLooks) {
      last = null;
      gone();
    }
    await sleep(mark === null || mark === last ? everyMs : settleMs, signal);
  }
  return null;
}
