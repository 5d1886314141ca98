import { findWork, shownPath, type Known, type Work } from '../../challenge/learner/place.ts';
import { HyperdriveError, Interrupted, messageOf, NoEngineError } from '../../errors.ts';
import { attackingLine, goneView, watchOpening, type Checked } from '../../view/challenge-check.ts';
import type { Context } from '../context.ts';
import { listenerOf, untilKey } from '../until-key.ts';
import { check, showChecked, type CheckOptions } from './check.ts';
import { judge as attackIt, type Judge } from './judge.ts';
import { nextSave } from './saves.ts';
import { openShelf } from './shelf.ts';

/** `hyperdrive challenge watch`: a check now and after each save, until a person presses q or a signal ends it. */
export async function run(
  context: Context,
  options: CheckOptions,
  [argument]: string[],
  judge: Judge = attackIt,
): Promise<void> {
  const known = await openShelf(context);
  await watch(context, known, await findWork(context.deps, known, argument), options, judge);
}

/** The same for a file that was found. */
export async function watch(
  context: Context,
  known: Known,
  work: Work,
  options: CheckOptions,
  judge: Judge,
): Promise<void> {
  const { deps } = context;
  const shown = shownPath(deps.cwd(), work.file);
  const say = (text: string): void => {
    if (!context.options.json) deps.stdout.write(`${text}\n`);
  };
  const attempt = async (signal: AbortSignal): Promise<void> => {
    say(`${attackingLine(deps.now(), context.style)}\n`);
    const checked = await checkOrTell(context, known, work, { ...options, signal }, judge);
    if (!checked) return;
    showChecked(context, checked);
    say('');
  };
  const gone = (): void => context.notice(`${goneView(shown, context.style)}\n\n`);
  const listener = listenerOf(context);
  say(`${watchOpening(shown, listener !== null, context.style)}\n`);
  if (listener) {
    await untilKey(
      listener,
      (key) => key === 'q',
      (signal) => checkEachSave(context, work.file, signal, attempt, gone),
    );
    return;
  }
  const stop = new AbortController();
  const callOff = deps.beforeExit(async () => stop.abort());
  try {
    await checkEachSave(context, work.file, stop.signal, attempt, gone);
    throw new Interrupted();
  } finally {
    callOff();
  }
}

/** Does `attempt` for the file as it is and after each save, until the signal aborts. A save in the middle of one begins anew. */
async function checkEachSave(
  { deps }: Context,
  file: string,
  signal: AbortSignal,
  attempt: (signal: AbortSignal) => Promise<void>,
  gone: () => void,
): Promise<void> {
  let mark = await nextSave(deps, file, null, signal, gone);
  while (mark !== null) {
    const attempting = abortedWith(signal);
    const looking = abortedWith(signal);
    const saved = nextSave(deps, file, mark, looking.signal, gone);
    const over = attempt(attempting.signal).catch((error: unknown) => {
      if (!attempting.signal.aborted) throw error;
    });
    try {
      const early = await Promise.race([saved, over.then(() => null)]);
      attempting.abort();
      await over;
      mark = early ?? (await saved);
    } finally {
      looking.abort();
      await saved;
    }
  }
}

/** A controller that aborts when the signal does. */
function abortedWith(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  signal.addEventListener('abort', () => controller.abort(), { once: true, signal: controller.signal });
  return controller;
}

/** Null where the script cannot be attacked as it is now, which is told: the next save may mend it. */
async function checkOrTell(
  context: Context,
  known: Known,
  work: Work,
  options: CheckOptions & { signal: AbortSignal },
  judge: Judge,
): Promise<Checked | null> {
  try {
    return await check(context, known, work, options, judge);
  } catch (error) {
    if (!(error instanceof HyperdriveError) || error instanceof NoEngineError || options.signal.aborted)
      throw error;
    // Gone, most likely: an editor may rename what was there before it writes.
    if (context.deps.exists(work.file)) context.notice(`${messageOf(error)}\n\n`);
    return null;
  }
}
