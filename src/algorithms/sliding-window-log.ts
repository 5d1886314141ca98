import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const slidingWindowLog: Algorithm = {
  name: 'sliding-window-log',
  summary: 'remembers every admitted unit; never above the limit in any window',
  tradeOff: 'exact, but its memory grows with the limit',
  bucket: false,
  args: contractArgs,
  read: readContractReply,
};
