import { contractArgs, readQueueReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const leakyBucketQueue: Algorithm = {
  name: 'leaky-bucket-queue',
  summary: 'jumps leave one by one at an even pace, and wait for their turn',
  tradeOff: 'the smoothest traffic there is; but callers wait, and somebody must hold them',
  bucket: true,
  args: contractArgs,
  read: readQueueReply,
};
