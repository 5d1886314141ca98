import { argv, flawedScript, heldMillis, noCosts, readRetrySeconds } from './convention.ts';

export const roundedDownRetry = flawedScript('rounded-down-retry', {
  summary: 'a sliding log whose retry is in whole seconds, rounded down',
  flaw: {
    what: 'who comes back at the promised instant comes too early, and is denied again',
    source: 'brandur/redis-cell#56, and many a Retry-After header (hashicorp/boundary#4094)',
    instead: 'sliding-window-log',
    drive: { limit: 1, periodMs: 1_500 },
    trace: [{ atMs: 0, jumps: 2, got: 1, due: 1, told: { field: 'retryAfterMs', got: 1_000, due: 1_500 } }],
  },
  refuses: noCosts,
  args: (call) => argv(call.drive.limit, call.drive.periodMs, heldMillis(call)),
  read: readRetrySeconds,
});
