import {
  argv,
  flawedScript,
  heldMillis,
  noCosts,
  readRetrySeconds,
  refuse,
  seconds,
  wholeSecondsOnly,
} from './convention.ts';

export const retryFromNewest = flawedScript('retry-from-newest', {
  summary: "a sliding log that tells the denied its key's TTL",
  flaw: {
    what: 'the TTL ends when the newest jump leaves, but a slot is free when the oldest does, so the denied wait too long',
    source: 'the workshop page of flawed/timestamp-as-member; rishabh0510rishabh/EnvForage#30',
    mission: 5,
    instead: 'sliding-window-log',
    drive: { limit: 2, periodMs: 60_000 },
    trace: [
      { atMs: 0, jumps: 1, got: 1, due: 1 },
      {
        atMs: 10_000,
        jumps: 2,
        got: 1,
        due: 1,
        told: { field: 'retryAfterMs', got: 60_000, due: 50_000 },
      },
    ],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  args: (call) => argv(call.drive.limit, seconds(call.drive), heldMillis(call)),
  read: readRetrySeconds,
});
