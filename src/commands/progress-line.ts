import { progressLine } from '../view/progress.ts';
import { makeStyle } from '../view/style.ts';
import { count, groups } from '../view/format.ts';
import type { Context } from './context.ts';

/** Nothing is shown of what is over before a person could read it. */
const delayMs = 1_000;
const everyMs = 200;

/**
 * Shows on stderr how far some jumps are while `work` makes them, where a person sees it and it takes its time; leaves nothing
 * behind. `work` tells how many are done.
 */
export async function withProgress<T>(
  { deps, options }: Context,
  total: number,
  work: (progress: (done: number) => void) => Promise<T>,
): Promise<T> {
  const { stderr, stdout, env, now, sleep } = deps;
  let done = 0;
  const tell = (so: number): void => {
    done = so;
  };
  if (!stderr.isTTY || options.json || env['TERM'] === 'dumb') return work(tell);

  const style = makeStyle({ env, isTTY: true, columns: stderr.columns });
  const startMs = now();
  const over = new AbortController();
  let shown = false;
  const show = async (): Promise<void> => {
    await sleep(delayMs, over.signal);
    while (!over.signal.aborted) {
      shown = true;
      stderr.write(`\r\u001b[2K${progressLine({ done, total, elapsedMs: now() - startMs }, style)}`);
      await sleep(everyMs, over.signal);
    }
  };
  // Where stdout is a terminal too, the line has been ended already.
  const callOff = deps.beforeExit(async () => {
    over.abort();
    stderr.write(`${stdout.isTTY ? '' : '\n'}Stopped after ${groups(done)} of ${count(total, 'jump')}.\n`);
  });
  const showing = show();
  try {
    return await work(tell);
  } finally {
    callOff();
    over.abort();
    await showing;
    if (shown) stderr.write('\r\u001b[2K');
  }
}
