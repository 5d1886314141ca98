import { contractArgs, readContractReply } from '../../limiter/contract.ts';
import { flawedScript, noNegativeCosts } from './convention.ts';

export const fixedTtl = flawedScript('fixed-ttl', {
  summary: 'a token bucket with a TTL of two minutes, however slowly it refills',
  bucket: true,
  flaw: {
    what: 'the key expires before the bucket is full again, and a bucket without a key is a full one',
    source: 'the published token bucket of flawed/floored-refill, whose TTL is 120 s for every rate',
    mission: 3,
    instead: 'token-bucket',
    drive: { limit: 1, periodMs: 180_000 },
    trace: [
      { atMs: 0, jumps: 1, got: 1, due: 1 },
      { atMs: 121_000, jumps: 1, got: 1, due: 0 },
    ],
  },
  refuses: noNegativeCosts,
  args: contractArgs,
  read: readContractReply,
});
