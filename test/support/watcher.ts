import type { Deps } from '../../src/deps.ts';
import { Interrupted } from '../../src/errors.ts';
import { Screen } from './screen.ts';

/** A key that is pressed, or something else that happens, so many ms after the beginning. */
export type Event = [atMs: number, what: string | (() => unknown)];

const longestMs = 2 * 86_400_000;

/**
 * A person at a terminal, and a time that goes by while somebody sleeps, and then only: what is to happen happens on the way.
 * The key `ctrl-c` interrupts; `SIGTERM` does what main does before it ends the process.
 */
export function makeWatcher(events: Event[], { width = 80, height = 24 } = {}) {
  const beginMs = 1_790_000_000_000;
  let nowMs = beginMs;
  const left = [...events];
  const callers: { settle(key: string | null): void; refuse(error: Error): void }[] = [];
  const undos = new Set<() => Promise<unknown>>();
  const screen = new Screen(width, height);
  const stream = {
    isTTY: true,
    columns: width,
    rows: height,
    write: (text: string) => void screen.write(text),
  };

  const happen = async (what: Event[1]): Promise<void> => {
    if (typeof what === 'function') return void (await what());
    if (what === 'SIGTERM') return void (await Promise.all([...undos].map((undo) => undo())));
    const caller = callers.shift();
    if (!caller) throw new Error(`Nobody listens to ${what}.`);
    if (what === 'ctrl-c') caller.refuse(new Interrupted());
    else caller.settle(what);
  };

  const deps = {
    env: {},
    screen: stream,
    now: () => nowMs,
    async sleep(ms, signal) {
      const untilMs = nowMs + ms;
      const woken = () => signal?.aborted ?? false;
      if (untilMs - beginMs > longestMs) throw new Error('This takes too long.');
      while (!woken() && left.length && beginMs + left[0]![0] <= untilMs) {
        const [atMs, what] = left.shift()!;
        nowMs = Math.max(nowMs, beginMs + atMs);
        await happen(what);
        // What was waited for it is told before anything else goes on.
        await new Promise((settle) => setImmediate(settle));
      }
      if (!woken()) nowMs = untilMs;
    },
    nextKey: (signal) =>
      new Promise((settle, refuse) => {
        if (signal.aborted) return settle(null);
        signal.addEventListener('abort', () => settle(null));
        callers.push({ settle, refuse });
      }),
    beforeExit(undo) {
      undos.add(undo);
      return () => undos.delete(undo);
    },
  } satisfies Partial<Deps>;
  return { deps, screen, stream, undos };
}
