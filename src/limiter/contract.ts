import { HyperdriveError } from '../errors.ts';
import type { Reply } from '../engine/port.ts';
import type { Call, Decision, Drive } from './decision.ts';
import { quoted } from './quoted.ts';

/** What the contract's arguments are made from. */
type ContractCall = Pick<Call, 'cost' | 'heldMs'> & { drive: Omit<Drive, 'algorithm'> };

/** ARGV of the decision contract: limit, period_ms, cost, now_ms, and capacity where the drive has one. */
export function contractArgs({ drive, cost, heldMs }: ContractCall): string[] {
  const capacity = drive.capacity === undefined ? [] : [drive.capacity];
  return [drive.limit, drive.periodMs, cost, heldMs ?? '', ...capacity].map(String);
}

/** Reads `{ allowed, remaining, retry_after_ms, reset_after_ms }`. Throws where the reply is of another shape. */
export function readContractReply(reply: Reply): Decision {
  const [allowed, remaining, retryAfterMs, resetAfterMs] = integers(reply, 4);
  if (allowed !== 0 && allowed !== 1) throw badReply(reply, 'allowed is 0 or 1');
  if (remaining! < 0 || retryAfterMs! < -1 || resetAfterMs! < 0) {
    throw badReply(reply, 'nothing is below 0, but retry_after_ms may be -1');
  }
  return {
    allowed: allowed === 1,
    remaining: remaining!,
    retryAfterMs: retryAfterMs!,
    resetAfterMs: resetAfterMs!,
  };
}

/** The same with a fifth integer, `delay_ms`: what a queue answers. */
export function readQueueReply(reply: Reply): Decision {
  const delayMs = integers(reply, 5)[4]!;
  if (delayMs < 0) throw badReply(reply, 'delay_ms is not below 0');
  return { ...readContractReply(reply), delayMs };
}

/** The reply as at least `count` integers. */
export function integers(reply: Reply, count: number): number[] {
  if (
    !Array.isArray(reply) ||
    reply.length < count ||
    !reply.every((element) => typeof element === 'number')
  ) {
    throw badReply(reply, `it is an array of ${count} integers`);
  }
  return reply as number[];
}

function badReply(reply: Reply, rule: string): HyperdriveError {
  return new HyperdriveError(
    `The script answered ${quoted(reply)}, but by the contract ${rule}: { allowed 0|1, remaining, retry_after_ms, reset_after_ms }.`,
  );
}
