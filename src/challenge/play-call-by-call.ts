import type { Arena } from '../engine/arena.ts';
import { ReplyError, type Command, type Reply } from '../engine/port.ts';
import { HyperdriveError } from '../errors.ts';
import { stateLines, stateLua } from './key-state.ts';
import { attackedKey, callOf, evalOn, keysOf, readAnswer, type PlayOptions } from './play.ts';
import type { Played, PlayedJump } from './played.ts';
import type { AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';

/** One caller of a limiter that takes several calls. */
interface Caller {
  jump: AttackJump;
  index: number;
  replies: Reply[];
  failed: ReplyError | null;
  done: boolean;
}

const parkedForMs = 3_600_000;
const parkLua = `
for _, key in ipairs(KEYS) do
  if redis.call('PTTL', key) >= 0 then redis.call('PEXPIRE', key, ARGV[1]) end
end`;

/** Sends one command on the keys as they are at this instant of the sequence, and remembers what TTLs it leaves. */
type Send = (command: Command) => Promise<Reply | Error>;

/**
 * The same as `playSequence` for a limiter of several calls: between them others get their turn, or the caller dies. Each call is
 * a transaction of its own, before which the TTLs are set to what they are by the sequence's clock.
 */
export async function playCallByCall(
  arena: Arena,
  specimen: Specimen,
  sequence: Sequence,
  { state = false }: PlayOptions,
): Promise<Played> {
  const { jumps } = sequence;
  const keys = keysOf(specimen, sequence);
  let ttls = keys.map(() => -2);
  const send: Send = async (command) => {
    const before = keys.flatMap((key, index): Command[] => {
      const ttl = ttls[index]!;
      return ttl > 0 ? [['PEXPIRE', key, ttl]] : ttl === -1 ? [] : [['DEL', key]];
    });
    const after = keys.map((key): Command => ['PTTL', key]);
    // Real time goes by until the next command: nothing may expire in it.
    const parked = evalOn(parkLua, keys, parkedForMs);
    const replies = await arena.connection.watched([], async () => [...before, command, ...after, parked]);
    ttls = replies.slice(-1 - keys.length, -1) as number[];
    return replies[before.length]!;
  };

  const played: PlayedJump[] = [];
  let latest = jumps[0]?.atMs ?? 0;
  for (const group of groupsOf(jumps)) {
    const { atMs } = group[0]!;
    const gone = Math.max(0, atMs - latest);
    latest = Math.max(latest, atMs);
    ttls = ttls.map((ttl) => (ttl < 0 ? ttl : ttl > gone ? ttl - gone : -2));
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

    const held = state ? stateLines(keys, (await send(evalOn(stateLua, keys))) as Reply) : [];
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
  send: Send,
): Promise<void> {
  const call = callOf(sequence, caller.jump, caller.index);
  const made = caller.replies.length;
  const args = made ? convention.next!(call, caller.replies) : convention.args(call);
  if (args) {
    const script = scripts[made];
    if (!script) throw new HyperdriveError(`${file} has no call ${made + 1}.`);
    const reply = await send(evalOn(script.text, convention.keys(attackedKey, call.tags, call), ...args));
    if (reply instanceof ReplyError) caller.failed = reply;
    else if (reply instanceof Error) throw reply;
    else caller.replies.push(reply);
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
