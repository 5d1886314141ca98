import type { Deps, Document } from '../deps.ts';
import { Interrupted, UsageError } from '../errors.ts';
import type { Style } from '../view/style.ts';
import { inRows, watchFoot } from '../view/watch.ts';
import type { Context } from './context.ts';
import { openRegion } from './region.ts';
import { listenerOf, untilKey, type Listener } from './until-key.ts';

/** What is looked at again and again. */
export interface Subject<T> {
  look(): Promise<T>;
  /** What is worth a mark: something new or changed, something gone. */
  changes(before: T, after: T): { marked: boolean; gone: boolean };
  documents(seen: T): Document[];
  /** A text for each document; against `before`, with marks, rounded figures, and a text behind them where something is gone. */
  views(seen: T, style: Style, before?: T): string[];
}

export type Watch = <T>(subject: Subject<T>, everyMs: number) => Promise<void>;

/**
 * With `--json` a document per change, until a signal ends it; else a region of the terminal, until a key is pressed. Throws
 * `UsageError` where neither can be.
 */
export function chooseWatch(context: Context): Watch {
  const { deps, options } = context;
  if (options.json) {
    if (!deps.observe) return (subject, everyMs) => stream(context, subject, everyMs);
    throw new UsageError('--watch --json is a stream without an end: run it outside of the lesson.');
  }
  const listener = listenerOf(context);
  if (listener && deps.stdout.isTTY) return (subject, everyMs) => inPlace(deps, listener, subject, everyMs);
  throw new UsageError(
    '--watch redraws a terminal until a key is pressed, and this is none: run it in one, or add --json for a document per change.',
  );
}

async function stream<T>(
  { deps, result }: Context,
  { look, changes, documents }: Subject<T>,
  everyMs: number,
): Promise<void> {
  const stop = new AbortController();
  const callOff = deps.beforeExit(async () => stop.abort());
  try {
    for (let last: T | null = null; ; await deps.sleep(everyMs, stop.signal)) {
      if (stop.signal.aborted) throw new Interrupted();
      const seen = await look();
      if (last !== null && !isChange(changes(last, seen))) continue;
      for (const document of documents(seen)) result(document, () => '');
      last = seen;
    }
  } finally {
    callOff();
  }
}

async function inPlace<T>(
  deps: Deps,
  listener: Listener,
  { look, changes, views }: Subject<T>,
  everyMs: number,
): Promise<void> {
  const region = openRegion(deps.stdout, deps);
  /** The last look, and the one that it is compared with: the marks stay until the next change. */
  let pair: { before: T; seen: T } | null = null;
  const frame = (running: boolean) => (style: Style, rows: number) => {
    if (!pair) return [];
    const { before, seen } = pair;
    const foot = watchFoot(changes(before, seen), running, style);
    return inRows(views(seen, style, before), foot, rows, style);
  };
  try {
    await untilKey(
      listener,
      () => true,
      async (signal) => {
        while (!signal.aborted) {
          const seen = await look();
          const last: T = pair?.seen ?? seen;
          pair = { before: isChange(changes(last, seen)) ? last : (pair?.before ?? seen), seen };
          region.draw(frame(true));
          await deps.sleep(everyMs, signal);
        }
      },
    );
  } finally {
    region.end(frame(false));
  }
}

function isChange({ marked, gone }: { marked: boolean; gone: boolean }): boolean {
  return marked || gone;
}
