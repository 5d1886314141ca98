import { contractArgs } from '../../limiter/contract.ts';
import { flawedScript, noNegativeCosts, readAllowedAndLeft } from './convention.ts';

export const chargedCost = flawedScript('charged-cost', {
  summary: 'a token bucket that pays before it looks',
  bucket: true,
  flaw: {
    what: 'a denied jump has taken its tokens all the same, so one that is too large locks everybody out',
    source: '@upstash/ratelimit before upstash/ratelimit-js#156',
    instead: 'token-bucket',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [
      { atMs: 0, jumps: 1, cost: 2, got: 0, due: 0 },
      { atMs: 0, jumps: 1, got: 0, due: 1 },
    ],
  },
  refuses: noNegativeCosts,
  args: contractArgs,
  read: readAllowedAndLeft,
});
