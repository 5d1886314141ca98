import { count, groups } from '../view/format.ts';
import { progressLine } from '../view/progress.ts';
import { makeStyle, type Style } from '../view/style.ts';
import type { Context } from './context.ts';

/** Nothing is shown of what is over before a person could read it. */
const delayMs = 1_000;
const everyMs = 200;
const eraseLine = '\r\u001b[2K';

/** A line that is redrawn while work goes on. */
export interface Line<T> {
  /** What it tells before the work has told anything. */
  first: T;
  show(progress: T, elapsedMs: number, style: Style): string;
  /** What is said where a signal ends the work. */
  stopped(progress: T): string;
}

/**
 * Shows on stderr how far some jumps are while `work` makes them, where a person sees it and it takes its time; leaves nothing
 * behind. `work` tells how many are done.
 */
export function withProgress<T>(
  context: Context,
  total: number,
  work: (progress: (done: number) => void) => Promise<T>,
): Promise<T> {
  return withLine(
    context,
    {
      first: 0,
      show: (done, elapsedMs, style) => progressLine({ done, total, elapsedMs }, style),
      stopped: (done) => `Stopped after ${groups(done)} of ${count(total, 'jump')}.`,
    },
    work,
  );
}

/** Shows a line of its own kind in the same way. */
export async function withLine<P, T>(
  { deps, options }: Context,
  { first, show, stopped }: Line<P>,
  work: (tell: (progress: P) => void) => Promise<T>,
): Promise<T> {
  const { stdout, env, now, sleep } = deps;
  // Inside a lesson stderr is the lesson's, and the screen is still there.
  const stderr = deps.screen ?? deps.stderr;
  let progress = first;
  const tell = (so: P): void => {
    progress = so;
  };
  if (!stderr.isTTY || options.json || env['TERM'] === 'dumb') return work(tell);

  const startMs = now();
  const over = new AbortController();
  let shown = false;
  const keepShowing = async (): Promise<void> => {
    await sleep(delayMs, over.signal);
    while (!over.signal.aborted) {
      shown = true;
      // Asked anew each time: a terminal may be resized.
      const style = makeStyle({ env, isTTY: true, columns: stderr.columns });
      stderr.write(`${eraseLine}${show(progress, now() - startMs, style)}`);
      await sleep(everyMs, over.signal);
    }
  };
  // Where stdout is a terminal too, the line has been ended already.
  const callOff = deps.beforeExit(async () => {
    over.abort();
    stderr.write(`${stdout.isTTY ? '' : '\n'}${stopped(progress)}\n`);
  });
  const showing = keepShowing();
  try {
    return await work(tell);
  } finally {
    callOff();
    over.abort();
    await showing;
    if (shown) stderr.write(eraseLine);
  }
}
