import { argv, capacityOf, flawedScript, heldSeconds, noCosts, readAllowedAndLeft } from './convention.ts';

export const flooredRefill = flawedScript('floored-refill', {
  summary: 'the published token bucket: whole seconds, whole tokens, a TTL of two minutes',
  bucket: true,
  flaw: {
    what: 'what has been refilled is rounded down to whole tokens, and the rest is lost at every call: who polls faster than one token takes gets none, ever',
    source: 'two published token buckets in Lua, of which this is one; replicate/go#198',
    mission: 3,
    instead: 'token-bucket',
    drive: { limit: 1, periodMs: 2_000 },
    trace: [
      { atMs: 0, jumps: 1, got: 1, due: 1 },
      { atMs: 1_000, everyMs: 1_000, jumps: 2, got: 0, due: 1 },
    ],
  },
  refuses: noCosts,
  args: (call) =>
    argv(capacityOf(call.drive), (call.drive.limit * 60_000) / call.drive.periodMs, heldSeconds(call)),
  read: readAllowedAndLeft,
});
