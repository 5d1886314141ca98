import { argv, capacityOf, flawedScript, heldMillis, readAllowedAndLeft, seconds } from './convention.ts';

export const negativeCost = flawedScript('negative-cost', {
  summary: 'a token bucket that takes any cost',
  bucket: true,
  flaw: {
    what: 'a jump of negative cost is admitted and puts tokens in, for as many more as one likes',
    source: "Stripe's published token bucket; of the same kind alisaifee/limits#362",
    mission: 3,
    instead: 'token-bucket',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [
      { atMs: 0, jumps: 1, got: 1, due: 1 },
      { atMs: 0, jumps: 1, cost: -1, got: 1, due: 0 },
      { atMs: 0, jumps: 1, got: 1, due: 0 },
    ],
  },
  args: (call) =>
    argv(call.drive.limit / seconds(call.drive), capacityOf(call.drive), call.cost, heldMillis(call)),
  read: readAllowedAndLeft,
});
