import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const slidingWindowLog: Algorithm = {
  name: 'sliding-window-log',
  summary: 'remembers every admitted unit; never above the limit in any window',
  tradeOff: 'exact, but its memory grows with the limit',
  bucket: false,
  refuses: ({ limit }) => (limit > 10_000 ? 'it remembers every unit, so its limit is 10,000 at most' : null),
  args: contractArgs,
  read: readContractReply,
};
