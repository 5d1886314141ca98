import {
  argv,
  capacityOf,
  flawedScript,
  heldMillis,
  noNegativeCosts,
  readAllowedAndLeft,
  seconds,
} from './convention.ts';

export const floatDrift = flawedScript('float-drift', {
  summary: 'a token bucket that counts fractions of a token in floating point',
  bucket: true,
  flaw: {
    what: 'fractions add up to 0.9999999999999999, and the token that is due is not there',
    source:
      'token buckets that store tokens per second times seconds; of the same kind redis_rate, whose remaining is often one too low',
    instead: 'token-bucket',
    // Found by search: 49 is the least whole number n for which n times 1/n is below 1.
    drive: { limit: 1, periodMs: 49_000 },
    trace: [
      { atMs: 0, jumps: 1, got: 1, due: 1 },
      { atMs: 49_000, jumps: 1, got: 0, due: 1 },
    ],
  },
  refuses: noNegativeCosts,
  args: (call) =>
    argv(call.drive.limit / seconds(call.drive), capacityOf(call.drive), call.cost, heldMillis(call)),
  read: readAllowedAndLeft,
});
