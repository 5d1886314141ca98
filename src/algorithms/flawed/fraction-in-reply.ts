import { contractArgs } from '../../limiter/contract.ts';
import { capacityOf, flawedScript, noNegativeCosts, readRetrySeconds, refuse } from './convention.ts';

export const fractionInReply = flawedScript('fraction-in-reply', {
  summary: 'a leaky bucket that answers 0.9 seconds, of which 0 arrives',
  bucket: true,
  flaw: {
    what: 'a number in a reply loses its fraction on the way out, so the last second of a wait becomes "at once"',
    source: 'WeTransfer/prorate#40, where 0 even meant "not blocked"',
    instead: 'leaky-bucket-meter',
    drive: { limit: 1, periodMs: 900 },
    trace: [{ atMs: 0, jumps: 2, got: 1, due: 1, told: { field: 'retryAfterMs', got: 0, due: 900 } }],
  },
  refuses: refuse(noNegativeCosts, (drive, cost) =>
    cost > capacityOf(drive) ? 'it would promise a retry to what never fits, which is another mistake' : null,
  ),
  args: contractArgs,
  read: readRetrySeconds,
});
