import { createHash } from 'node:crypto';
import type { Arena, ArenaOptions } from '../engine/arena.ts';
import { ReplyError, type Command, type Reply } from '../engine/port.ts';
import { HyperdriveError, messageOf, NoEngineError } from '../errors.ts';
import { scriptFailure } from '../limiter/jump.ts';
import type { AttackCall, Convention } from './convention.ts';
import { tagChoices } from './drives.ts';
import { shown } from './header/evaluate.ts';
import { stateLines, stateLua } from './key-state.ts';
import { playCallByCall } from './play-call-by-call.ts';
import type { Played, PlayedJump } from './played.ts';
import type { AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import { textIn } from './script-text.ts';
import { ageLua, touchesTheClock } from './time-lua.ts';

/**
 * On a simulated clock no two jumps come in the same microsecond, as they never do on a server's: a rounding error that shows
 * nowhere else is none that a caller could meet.
 */
export const apartUs = 1;

/** The limiter's key in every attack. */
export const attackedKey = 'hyperdrive:{kobayashi}:attack';

export interface PlayOptions {
  /** Tell what the keys hold after each jump. */
  state?: boolean;
  /** All at one instant of the server's own clock, which the script is to ask; `atMs` of the jumps does not count. */
  live?: boolean;
  /** Goes on with the keys as a sequence has left them whose last jump came at this instant, by `atMs`. */
  onFrom?: number;
  /** No key goes by its TTL, however much time goes by: to see what comes of those that do. */
  kept?: boolean;
}

/** Every key that a sequence's jumps declare, the limiter's own first. */
export function keysOf(specimen: Specimen, sequence: Sequence): string[] {
  return [...new Set(sequence.jumps.flatMap((_, index) => keysOfJump(specimen, sequence, index)))];
}

/** KEYS of one jump of a sequence. */
export function keysOfJump({ convention }: Specimen, sequence: Sequence, index: number): string[] {
  return keysOfCall(convention, callOf(sequence, sequence.jumps[index]!, index));
}

function keysOfCall(convention: Convention, call: AttackCall): string[] {
  return convention.keys(attackedKey, call.tags, call);
}

/** Every key that any jump could declare, where they do not depend on its instant. */
export function allKeysOf({ convention }: Specimen): string[] {
  return [...new Set(tagChoices(convention).flatMap((tags) => convention.keys(attackedKey, tags)))];
}

/** What a script may touch in an arena. */
export function touchableBy(specimen: Specimen): ArenaOptions {
  const globs = specimen.convention.keyGlobs?.(attackedKey);
  return globs ? { keys: [], globs } : { keys: allKeysOf(specimen) };
}

/** What one call is made from; `index` tells it from the others. */
export function callOf(
  { drive, startMs }: Sequence,
  { atMs, cost, skewMs = 0, tags = {} }: AttackJump,
  index: number,
  live = false,
): AttackCall {
  const trueMs = startMs + atMs;
  return {
    drive,
    cost,
    nowMs: live ? null : trueMs + skewMs,
    heldMs: live ? null : trueMs,
    id: `jump-${index + 1}`,
    tags,
  };
}

/** Whether the server's clock is simulated where a sequence is held. */
export function simulatesTime({ convention, scripts }: Specimen): boolean {
  return convention.clock !== 'optional' && scripts.some(({ text }) => touchesTheClock(text));
}

/**
 * Plays a sequence from an empty server, as one transaction, on a clock that only the sequence moves: time goes by for the
 * keys' TTLs as well. What the script refuses is an answer; what is wrong with the arena rejects (`ArenaFell`).
 */
export async function playSequence(
  arena: Arena,
  specimen: Specimen,
  sequence: Sequence,
  options: PlayOptions = {},
): Promise<Played> {
  if (specimen.convention.next) return playCallByCall(arena, specimen, sequence, options);
  const { convention, scripts } = specimen;
  const { live = false, state = false } = options;
  const { jumps, startMs } = sequence;
  const keys = keysOf(specimen, sequence);
  const simulated = !live && simulatesTime(specimen);
  const text = textIn(arena, scripts[0]!.text, simulated);

  // The keys of all windows would be many.
  const shownKeys = (own: readonly string[]) => (convention.keyGlobs ? own : keys);

  const commands: Command[] = [['TIME']];
  if (options.onFrom === undefined) commands.push(['DEL', ...keys]);
  commands.push(['SCRIPT', 'LOAD', text]);
  const sha = createHash('sha1').update(text).digest('hex');
  const calls: { call: AttackCall; own: readonly string[]; at: number }[] = [];
  // A clock that steps back takes nothing back that has gone by.
  let latest = options.onFrom ?? jumps[0]?.atMs ?? 0;
  for (const [index, jump] of jumps.entries()) {
    if (!live && !options.kept && jump.atMs > latest) {
      commands.push(evalOn(ageLua, keys, jump.atMs - latest));
      latest = jump.atMs;
    }
    const call = callOf(sequence, jump, index, live);
    const own = keysOfCall(convention, call);
    const args = argsOf(specimen, call, jump);
    if (simulated) args.push(String((startMs + jump.atMs) * 1000 + index * apartUs));
    calls.push({ call, own, at: commands.length });
    commands.push(['EVALSHA', sha, own.length, ...own, ...args]);
    for (const key of keys) commands.push(['PTTL', key]);
    if (state) commands.push(evalOn(stateLua, shownKeys(own)));
  }
  const replies = await arena.connection.watched([], async () => commands);
  const broken = replies.find((reply, at) => reply instanceof Error && !calls.some((one) => one.at === at));
  if (broken) throw broken;

  const nowMs = live ? timeMs(replies[0] as Reply) : null;
  return {
    keys,
    jumps: calls.map(({ call, own, at }): PlayedJump => {
      const behind = replies.slice(at + 1, at + 1 + keys.length) as number[];
      return {
        ...readAnswer(specimen, replies[at]!, call),
        ttls: behind,
        state: state
          ? stateLines(shownKeys(own), replies[at + 1 + keys.length] as Reply, keys.length > 1)
          : [],
      };
    }),
    atMs: jumps.map(({ atMs }) => nowMs ?? startMs + atMs),
    ...(simulated && { apartUs }),
  };
}

/** ARGV of one call; one of them replaced where the jump says so. */
function argsOf({ convention }: Specimen, call: AttackCall, { argument }: AttackJump): string[] {
  const args = convention.args(call);
  const at = convention.argumentNames?.indexOf(argument?.name ?? '') ?? -1;
  if (argument && at >= 0) {
    while (args.length < at) args.push('');
    args[at] = argument.value;
  }
  return args;
}

/** What one reply, or several of a limiter of several calls, means. Throws what says nothing of the script. */
export function readAnswer(
  { convention, scripts, file }: Specimen,
  reply: Reply | Error,
  call: AttackCall,
): Pick<PlayedJump, 'answer' | 'error' | 'misshapen' | 'said'> {
  if (reply instanceof ReplyError)
    return {
      answer: null,
      error: scriptFailure({ ...scripts[0]!, name: file }, reply.message),
      misshapen: false,
    };
  if (reply instanceof Error) throw reply;
  try {
    const said = convention.contract ? {} : { said: shown(reply) };
    return { answer: convention.read(reply, call), error: null, misshapen: false, ...said };
  } catch (error) {
    if (!(error instanceof HyperdriveError) || error instanceof NoEngineError) throw error;
    return { answer: null, error: messageOf(error), misshapen: true };
  }
}

export const evalOn = (text: string, keys: readonly string[], ...args: (string | number)[]): Command => [
  'EVAL',
  text,
  keys.length,
  ...keys,
  ...args,
];

/** A TIME reply in whole milliseconds. */
export function timeMs(reply: Reply): number {
  const [seconds, micros] = reply as [string, string];
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}
