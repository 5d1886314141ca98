import { HyperdriveError } from '../errors.ts';
import { ReplyError, type Connection } from '../engine/port.ts';
import type { Algorithm } from '../algorithms/algorithm.ts';
import type { Decision, Drive } from './decision.ts';
import { runScript, type Script } from './script.ts';

/** A limiter ready to be asked: which script, on which key, with which numbers. */
export interface Target {
  ship: string;
  drive: Drive;
  algorithm: Algorithm;
  key: string;
  script: Script;
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

/** Asks the limiter once. Throws `HyperdriveError` where the script refuses or fails. */
export async function jump(connection: Connection, target: Target, options: JumpOptions): Promise<Decision> {
  return (await stampedJump(connection, target, options)).decision;
}

/** The same, with the server's TIME of the decision in µs: many connections' answers overtake each other. */
export async function stampedJump(
  connection: Connection,
  target: Target,
  options: JumpOptions,
): Promise<{ decision: Decision; serverMicros: number }> {
  const { prefix, whole = false } = options;
  const args = (heldMs: number | null) => argsOf(target, heldMs, options);
  try {
    const run = await runScript(connection, target.script, [target.key], args, { prefix, whole });
    return { decision: target.algorithm.read(run.reply), serverMicros: run.serverMicros };
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    throw new HyperdriveError(scriptFailure(target.script, error.message), { cause: error });
  }
}

/** ARGV for one jump at the held instant, or on the live clock. */
export function argsOf(
  { algorithm, drive }: Target,
  heldMs: number | null,
  { cost, arrivedMs, skewMs = 0 }: Pick<JumpOptions, 'cost' | 'arrivedMs' | 'skewMs'>,
): string[] {
  return algorithm.args({ drive, cost, heldMs, callerMs: (heldMs ?? arrivedMs) + skewMs });
}

/** The server calls every script user_script; its author knows it by its file. */
function scriptFailure(script: Script, message: string): string {
  const told = message
    .replace(/^ERR /, '')
    .replace(/^Error running script [0-9a-f]{40},? ?/, '')
    .replace(/ script: [0-9a-f]{40},? on @user_script:\d+\.?$/, '')
    .replace(/ script: [0-9a-f]{40}/, '')
    .replaceAll(/@?user_script:(\d+)/g, `${script.name}:$1`);
  return `${script.name} failed: ${told}`;
}
