import { contractArgs, readContractReply, readQueueReply } from '../limiter/contract.ts';
import type { Convention } from './convention.ts';
import type { Family } from './family.ts';

/** What the contract calls its arguments, in their order. */
export function contractArgumentNames(bucket: boolean): readonly string[] {
  return ['limit', 'period_ms', 'cost', 'now_ms', ...(bucket ? ['capacity'] : [])];
}

/** The decision contract in full. */
export function contractConvention({ bucket, delays }: Pick<Family, 'bucket' | 'delays'>): Convention {
  return {
    contract: true,
    clock: 'optional',
    clockIsAttacked: false,
    costs: true,
    capacity: bucket,
    tells: ['remaining', 'retryAfterMs', 'resetAfterMs', ...(delays ? (['delayMs'] as const) : [])],
    waitStepMs: 1,
    periodStepMs: 1,
    fixed: {},
    argumentNames: contractArgumentNames(bucket),
    tags: {},
    keys: (key) => [key],
    args: ({ drive, cost, nowMs }) => contractArgs({ drive, cost, heldMs: nowMs }),
    read: delays ? readQueueReply : readContractReply,
  };
}
