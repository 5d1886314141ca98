import { HyperdriveError } from '../errors.ts';
import { ReplyError, type Connection, type Reply } from '../engine/port.ts';
import type { Algorithm } from '../algorithms/algorithm.ts';
import type { Call, Decision, Drive } from './decision.ts';
import { clusterRefusal } from './cluster-refusal.ts';
import { runScript, type Script } from './script.ts';

/** A limiter ready to be asked: which scripts, on which key, with which numbers. */
export interface Target {
  ship: string;
  drive: Drive;
  algorithm: Algorithm;
  key: string;
  /** All its keys, where it has more than that one. */
  keys?: readonly string[];
  /** One; several where the limiter takes several calls. */
  scripts: readonly Script[];
}

export interface JumpOptions {
  prefix: string;
  cost: number;
  /** When the jump arrived by the caller's clock; on a held clock that is the held instant. */
  arrivedMs: number;
  /** How far the caller's clock is ahead. */
  skewMs?: number;
  /** Send EVAL with the whole script. */
  whole?: boolean;
}

/** What a jump came to. */
export interface Answer {
  decision: Decision;
  /** Calls that it took, each a round trip. */
  calls: number;
  /** The server's TIME of the last call, in µs: many connections' answers overtake each other. */
  serverMicros: number;
}

/** Asks the limiter once. Throws `HyperdriveError` where the script refuses or fails. */
export async function jump(connection: Connection, target: Target, options: JumpOptions): Promise<Decision> {
  return (await fullJump(connection, target, options)).decision;
}

/** The same, with all there is to know of it. */
export async function fullJump(
  connection: Connection,
  target: Target,
  options: JumpOptions,
): Promise<Answer> {
  const run = callByCall(connection, target, options);
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

/**
 * The same, one call at a time: yields the number of calls made so far as long as another must follow, and returns the answer.
 * Who stops asking is a caller that died in between.
 */
export async function* callByCall(
  connection: Connection,
  { algorithm, drive, key, keys = [key], scripts }: Target,
  { prefix, cost, arrivedMs, skewMs = 0, whole = false }: JumpOptions,
): AsyncGenerator<number, Answer, void> {
  const callAt = (heldMs: number | null): Call => ({
    drive,
    cost,
    heldMs,
    callerMs: (heldMs ?? arrivedMs) + skewMs,
  });
  const replies: Reply[] = [];
  let args: ((heldMs: number | null) => string[]) | null = (heldMs) => algorithm.args(callAt(heldMs));
  for (;;) {
    const script = scripts[replies.length];
    if (!script) throw new HyperdriveError(`${scripts[0]!.name} has no call ${replies.length + 1}.`);
    try {
      const run = await runScript(connection, script, keys, args, { prefix, whole });
      replies.push(run.reply);
      const more = algorithm.next?.(callAt(null), replies) ?? null;
      if (!more) {
        const decision = algorithm.read(algorithm.next ? replies : run.reply, callAt(null));
        return { decision, calls: replies.length, serverMicros: run.serverMicros };
      }
      // Asked again for the instant of that very call: time may have gone by.
      args = (heldMs) => algorithm.next!(callAt(heldMs), replies) ?? more;
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      throw new HyperdriveError(scriptFailure(script, error.message), { cause: error });
    }
    yield replies.length;
  }
}

/** ARGV of a jump's first call at the held instant, or on the live clock. */
export function argsOf(
  { algorithm, drive }: Target,
  heldMs: number | null,
  { cost, arrivedMs, skewMs = 0 }: Pick<JumpOptions, 'cost' | 'arrivedMs' | 'skewMs'>,
): string[] {
  return algorithm.args({ drive, cost, heldMs, callerMs: (heldMs ?? arrivedMs) + skewMs });
}

/** The server calls every script user_script; its author knows it by its file. */
export function scriptFailure(script: Script, message: string): string {
  const cluster = clusterRefusal(message);
  if (cluster !== null) return `${script.name} failed: ${cluster}`;
  const told = message
    .replace(/^ERR /, '')
    .replace(/^Error running script [0-9a-f]{40},? ?/, '')
    .replace(/ script: [0-9a-f]{40},? on @user_script:\d+\.?$/, '')
    .replace(/ script: [0-9a-f]{40}/, '')
    .replaceAll(/@?user_script:(\d+)/g, `${script.name}:$1`);
  return `${script.name} failed: ${told}`;
}
