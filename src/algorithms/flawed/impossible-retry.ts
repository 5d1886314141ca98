import { contractArgs, readContractReply } from '../../limiter/contract.ts';
import { capacityOf, flawedScript, noNegativeCosts, refuse } from './convention.ts';

export const impossibleRetry = flawedScript('impossible-retry', {
  summary: 'GCRA that promises a retry to what can never fit',
  bucket: true,
  flaw: {
    what: 'a cost above the capacity is told when to come back, and is denied then, for ever',
    source: 'redis_rate, which answers so to a cost above its burst',
    instead: 'gcra',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [
      {
        atMs: 0,
        jumps: 1,
        cost: 2,
        got: 0,
        due: 0,
        told: { field: 'retryAfterMs', got: 60_000, due: -1 },
      },
    ],
  },
  refuses: refuse(noNegativeCosts, (drive) =>
    Math.max(drive.limit, capacityOf(drive)) > 1_000
      ? 'above a limit of 1,000 it would lose digits, which is another mistake'
      : null,
  ),
  args: contractArgs,
  read: readContractReply,
});
