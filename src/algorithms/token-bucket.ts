import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const tokenBucket: Algorithm = {
  name: 'token-bucket',
  summary: 'tokens refill steadily, and a burst may spend what was saved',
  tradeOff: 'two numbers, and bursts are a choice; but over one period up to capacity + limit can pass',
  bucket: true,
  args: contractArgs,
  read: readContractReply,
};
