import { contractArgs, readContractReply, readQueueReply } from '../limiter/contract.ts';
import type { Convention } from './convention.ts';
import type { Family } from './family.ts';

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
    tags: {},
    keys: (key) => [key],
    args: ({ drive, cost, nowMs }) => contractArgs({ drive, cost, heldMs: nowMs }),
    read: delays ? readQueueReply : readContractReply,
  };
}
