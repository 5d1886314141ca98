import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const gcra: Algorithm = {
  name: 'gcra',
  summary: 'the token bucket in one number: when the bucket would be full again',
  tradeOff: 'the least memory; but hard to read, and a clock that steps back denies until it has caught up',
  bucket: true,
  args: contractArgs,
  read: readContractReply,
};
