import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const fixedWindow: Algorithm = {
  name: 'fixed-window',
  summary: 'counts per window of the clock',
  tradeOff: 'one small hash and two writes; but twice the limit can pass around a border',
  bucket: false,
  args: contractArgs,
  read: readContractReply,
};
