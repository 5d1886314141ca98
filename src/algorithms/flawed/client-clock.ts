import {
  argv,
  capacityOf,
  flawedScript,
  noNegativeCosts,
  readAllowedAndLeft,
  refuse,
  seconds,
  wholeSecondsOnly,
} from './convention.ts';

export const clientClock = flawedScript('client-clock', {
  summary: 'a token bucket that takes the time from whoever calls',
  bucket: true,
  flaw: {
    what: 'a caller whose clock is ahead refills the bucket for itself, and one that is behind sets it back to be refilled again',
    source:
      "Stripe's published token bucket and those made after it (spring-cloud/spring-cloud-gateway#2412, zeromicro/go-zero#4072); @upstash/ratelimit and valkey-go send their own clock, too",
    instead: 'token-bucket',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [
      { atMs: 0, jumps: 1, got: 1, due: 1 },
      { atMs: 0, jumps: 1, skewMs: 60_000, got: 1, due: 0 },
    ],
  },
  refuses: refuse(noNegativeCosts, wholeSecondsOnly),
  args: ({ drive, cost, callerMs }) =>
    argv(drive.limit / seconds(drive), capacityOf(drive), Math.floor(callerMs / 1000), cost),
  read: readAllowedAndLeft,
});
