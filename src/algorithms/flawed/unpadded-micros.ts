import { argv, flawedScript, heldMillis, noCosts, readAllowedAndLeft, seconds } from './convention.ts';

export const unpaddedMicros = flawedScript('unpadded-micros', {
  summary: 'a sliding log that glues the two parts of TIME together with a point',
  flaw: {
    what: 'the microseconds of TIME have no leading zeros, so 1.001 s becomes 1.1000 s, and a window of 0.1 s is over after a millisecond',
    source: 'taylorhakes/python-redis-cache#45, which mended it',
    instead: 'sliding-window-log',
    drive: { limit: 1, periodMs: 100 },
    trace: [
      { atMs: 0, jumps: 1, got: 1, due: 1 },
      { atMs: 1, jumps: 1, got: 1, due: 0 },
    ],
  },
  refuses: noCosts,
  args: (call) => argv(call.drive.limit, seconds(call.drive), heldMillis(call)),
  read: readAllowedAndLeft,
});
