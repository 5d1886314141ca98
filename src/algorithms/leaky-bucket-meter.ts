import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const leakyBucketMeter: Algorithm = {
  name: 'leaky-bucket-meter',
  summary: 'every jump pours into a bucket that leaks steadily; what would overflow is denied',
  tradeOff: 'decides as a token bucket does, told from the other side',
  bucket: true,
  args: contractArgs,
  read: readContractReply,
};
