import { createHash } from 'node:crypto';
import type { Arena } from '../engine/arena.ts';
import { ReplyError, type Command, type Reply } from '../engine/port.ts';
import { HyperdriveError, messageOf, NoEngineError } from '../errors.ts';
import { scriptFailure } from '../limiter/jump.ts';
import type { AttackCall } from './convention.ts';
import { stateLines, stateLua } from './key-state.ts';
import { playCallByCall } from './play-call-by-call.ts';
import type { Played, PlayedJump } from './played.ts';
import type { AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import { ageLua, touchesTheClock, withSimulatedTime } from './time-lua.ts';

/** The limiter's key in every attack. */
export const attackedKey = 'hyperdrive:{kobayashi}:attack';

export interface PlayOptions {
  /** Tell what the keys hold after each jump. */
  state?: boolean;
  /** All at one instant of the server's own clock, which the script is to ask; `atMs` of the jumps does not count. */
  live?: boolean;
  /** Goes on with the keys as a sequence has left them whose last jump came at this instant, by `atMs`. */
  onFrom?: number;
}

/** Every key that a sequence's jumps declare, the limiter's own first. */
export function keysOf({ convention }: Specimen, jumps: readonly AttackJump[]): string[] {
  const keys = new Set<string>();
  for (const { tags = {} } of jumps) for (const key of convention.keys(attackedKey, tags)) keys.add(key);
  return [...keys];
}

/** Every key that any jump could declare. */
export function allKeysOf(specimen: Specimen): string[] {
  let combinations: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(specimen.convention.tags))
    combinations = combinations.flatMap((tags) => values.map((value) => ({ ...tags, [name]: value })));
  return keysOf(
    specimen,
    combinations.map((tags) => ({ atMs: 0, cost: 1, tags })),
  );
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
  const keys = keysOf(specimen, jumps);
  const simulated = !live && simulatesTime(specimen);
  const text = simulated ? withSimulatedTime(scripts[0]!.text) : scripts[0]!.text;

  const commands: Command[] = [['TIME']];
  if (options.onFrom === undefined) commands.push(['DEL', ...keys]);
  commands.push(['SCRIPT', 'LOAD', text]);
  const sha = createHash('sha1').update(text).digest('hex');
  const calls: { call: AttackCall; at: number }[] = [];
  // A clock that steps back takes nothing back that has gone by.
  let latest = options.onFrom ?? jumps[0]?.atMs ?? 0;
  for (const [index, jump] of jumps.entries()) {
    if (!live && jump.atMs > latest) {
      commands.push(evalOn(ageLua, keys, jump.atMs - latest));
      latest = jump.atMs;
    }
    const call = callOf(sequence, jump, index, live);
    const own = convention.keys(attackedKey, call.tags);
    const args = argsOf(specimen, call, jump);
    if (simulated) args.push(String((startMs + jump.atMs) * 1000));
    calls.push({ call, at: commands.length });
    commands.push(['EVALSHA', sha, own.length, ...own, ...args]);
    for (const key of keys) commands.push(['PTTL', key]);
    if (state) commands.push(evalOn(stateLua, keys));
  }
  const replies = await arena.connection.watched([], async () => commands);
  const broken = replies.find((reply, at) => reply instanceof Error && !calls.some((one) => one.at === at));
  if (broken) throw broken;

  const nowMs = live ? timeMs(replies[0] as Reply) : null;
  return {
    keys,
    jumps: calls.map(({ call, at }): PlayedJump => {
      const behind = replies.slice(at + 1, at + 1 + keys.length) as number[];
      return {
        ...readAnswer(specimen, replies[at]!, call),
        ttls: behind,
        state: state ? stateLines(keys, replies[at + 1 + keys.length] as Reply) : [],
      };
    }),
    atMs: jumps.map(({ atMs }) => nowMs ?? startMs + atMs),
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
): Pick<PlayedJump, 'answer' | 'error' | 'misshapen'> {
  if (reply instanceof ReplyError)
    return {
      answer: null,
      error: scriptFailure({ ...scripts[0]!, name: file }, reply.message),
      misshapen: false,
    };
  if (reply instanceof Error) throw reply;
  try {
    return { answer: convention.read(reply, call), error: null, misshapen: false };
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
