import type { Arena } from '../engine/arena.ts';
import { ReplyError, type Command, type Reply } from '../engine/port.ts';
import { HyperdriveError } from '../errors.ts';
import { stateLines, stateLua } from './key-state.ts';
import { attackedKey, callOf, evalOn, keysOf, readAnswer, type PlayOptions } from './play.ts';
import type { Played, PlayedJump } from './played.ts';
import type { AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import { ageLua } from './time-lua.ts';

/** One caller of a limiter that takes several calls. */
interface Caller {
  jump: AttackJump;
  index: number;
  replies: Reply[];
  failed: ReplyError | null;
  done: boolean;
}

/**
 * The same as `playSequence` for a limiter of several calls: between them others get their turn, or the caller dies. One
 * command after another, so real time goes by, some milliseconds in all.
 */
export async function playCallByCall(
  arena: Arena,
  specimen: Specimen,
  sequence: Sequence,
  { state = false }: PlayOptions,
): Promise<Played> {
  const { jumps } = sequence;
  const keys = keysOf(specimen, sequence);
  const send = async (command: Command) => arena.connection.call(...command);
  await send(['DEL', ...keys]);

  const played: PlayedJump[] = [];
  let latest = jumps[0]?.atMs ?? 0;
  for (const group of groupsOf(jumps)) {
    const { atMs } = group[0]!;
    if (atMs > latest) {
      await send(evalOn(ageLua, keys, atMs - latest));
      latest = atMs;
    }
    const callers = group.map((jump, at): Caller => ({
      jump,
      index: played.length + at,
      replies: [],
      failed: null,
      done: false,
    }));
    // Each in turn makes its next call, until all have what they need.
    while (callers.some(({ done }) => !done))
      for (const caller of callers) if (!caller.done) await nextCall(specimen, sequence, caller, send);

    const ttls: number[] = [];
    for (const key of keys) ttls.push(Number(await send(['PTTL', key])));
    const held = state ? stateLines(keys, await send(evalOn(stateLua, keys))) : [];
    for (const { jump, index, replies, failed } of callers) {
      const call = callOf(sequence, jump, index);
      const unheard = { answer: null, error: null, misshapen: false };
      const outcome = jump.dies ? unheard : readAnswer(specimen, failed ?? replies, call);
      played.push({ ...outcome, ttls, state: held });
    }
  }
  return { keys, jumps: played, atMs: jumps.map(({ atMs }) => sequence.startMs + atMs) };
}

async function nextCall(
  { convention, scripts, file }: Specimen,
  sequence: Sequence,
  caller: Caller,
  send: (command: Command) => Promise<Reply>,
): Promise<void> {
  const call = callOf(sequence, caller.jump, caller.index);
  const made = caller.replies.length;
  const args = made ? convention.next!(call, caller.replies) : convention.args(call);
  if (args) {
    const script = scripts[made];
    if (!script) throw new HyperdriveError(`${file} has no call ${made + 1}.`);
    try {
      caller.replies.push(
        await send(evalOn(script.text, convention.keys(attackedKey, call.tags, call), ...args)),
      );
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      caller.failed = error;
    }
  }
  caller.done =
    caller.failed !== null || caller.jump.dies === true || convention.next!(call, caller.replies) === null;
}

/** Jumps one by one; those in a row that take turns with each other together. */
function groupsOf(jumps: readonly AttackJump[]): AttackJump[][] {
  const groups: AttackJump[][] = [];
  for (const jump of jumps) {
    const last = groups.at(-1);
    if (jump.interleaved && last?.[0]!.interleaved && last[0]!.atMs === jump.atMs) last.push(jump);
    else groups.push([jump]);
  }
  return groups;
}
