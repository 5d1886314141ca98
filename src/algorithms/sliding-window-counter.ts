import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const slidingWindowCounter: Algorithm = {
  name: 'sliding-window-counter',
  summary: 'estimates a sliding window from two counters',
  tradeOff:
    'three small numbers, whatever the limit; but an estimate: it takes the last window for evenly filled',
  bucket: false,
  args: contractArgs,
  read: readContractReply,
};
