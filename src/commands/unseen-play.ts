import { prefixOf } from '../engine/namespace.ts';
import type { Listed } from '../lesson/library.ts';
import { playThrough, type PlayedThrough } from '../lesson/play-through.ts';
import { makeContext, type Context, type Session } from './context.ts';
import { lessonIO, nowhere } from './lesson-io.ts';

/** Where and how a mission is played that nobody watches. */
export interface UnseenPlay {
  /** Nothing of it is left there afterwards. */
  namespace: string;
  /** Index of the step to begin with; the first where absent. */
  start?: number;
  /** Index of the step before which it ends; after the last one where absent. */
  end?: number;
  /** What happens before every stop. */
  beforeStop?(session: Session): Promise<void>;
}

/** Plays a mission straight through by the real handlers, on the engine that is open, without a word. */
export async function playUnseen(
  { deps, options }: Context,
  { engine, clock }: Session,
  loaded: Listed,
  { namespace, start = 0, end, beforeStop }: UnseenPlay,
): Promise<PlayedThrough> {
  const silent = { ...deps, stdout: nowhere, stderr: nowhere, canAsk: false };
  const context = makeContext(silent, { ...options, input: false, json: false, namespace });
  const session: Session = { engine, clock, prefix: prefixOf(namespace) };
  const io = await lessonIO(context, session, loaded);
  // A signal in the middle must not leave keys and a held clock behind.
  const callOff = deps.beforeExit(() => io.leave());
  return playThrough(loaded.mission, io, {
    file: loaded.file,
    start,
    ...(end !== undefined && { end }),
    resume: `hyperdrive dev check ${loaded.name}`,
    ...(beforeStop && { beforeStop: () => beforeStop(session) }),
  }).finally(callOff);
}
