import { runTraceOnClock } from '../engine/clock-trace.ts';
import { ReplyError, type Connection } from '../engine/port.ts';
import { HyperdriveError } from '../errors.ts';
import type { Decision } from './decision.ts';
import { argsOf, scriptFailure, type Target } from './jump.ts';

/** A jump to be made at a held instant. */
export interface TimedJump {
  atMs: number;
  cost: number;
}

/**
 * Makes jumps on a clock held at `fromMs`, each at its own instant, in one transaction; the clock stands at the last of them
 * then. For limiters of one call. Throws `HyperdriveError` where the script refuses or fails: the first failure is told.
 */
export async function jumpTrace(
  connection: Connection,
  prefix: string,
  target: Target,
  fromMs: number,
  jumps: readonly TimedJump[],
): Promise<Decision[]> {
  const { algorithm, key, keys = [key], scripts } = target;
  const script = scripts[0]!;
  const steps = jumps.map(({ atMs, cost }) => {
    const args = argsOf(target, atMs, { cost, arrivedMs: atMs });
    return { atMs, command: ['EVAL', script.text, keys.length, ...keys, ...args] };
  });
  const replies = await runTraceOnClock(connection, prefix, keys, fromMs, steps);
  return replies.map((reply) => {
    if (!(reply instanceof Error)) return algorithm.read(reply);
    if (!(reply instanceof ReplyError)) throw reply;
    throw new HyperdriveError(scriptFailure(script, reply.message), { cause: reply });
  });
}
