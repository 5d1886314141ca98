import {
  argv,
  flawedScript,
  heldMillis,
  noCosts,
  readAllowedAndLeft,
  refuse,
  seconds,
  wholeSecondsOnly,
} from './convention.ts';

export const mixedUnits = flawedScript('mixed-units', {
  summary: 'a sliding log with its clock in milliseconds and its window in seconds',
  flaw: {
    what: 'seconds are taken for milliseconds, so a window of 60 seconds is over after 60 milliseconds',
    source:
      'code that mixes the two units, one way or the other, as dex4er/js-sliding-window-rate-limiter#74 did',
    instead: 'sliding-window-log',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [
      { atMs: 0, jumps: 1, got: 1, due: 1 },
      { atMs: 60, jumps: 1, got: 1, due: 0 },
    ],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  args: (call) => argv(call.drive.limit, seconds(call.drive), heldMillis(call)),
  read: readAllowedAndLeft,
});
