import { argv, flawedScript, noCosts, readWindow, refuse, seconds, wholeSecondsOnly } from './convention.ts';

export const fixedAsSliding = flawedScript('fixed-as-sliding', {
  summary: 'INCR, and EXPIRE on the first: a fixed window that is sold as a sliding one',
  flaw: {
    what: 'its window ends all at once, so nearly twice the limit passes around that end',
    source:
      'articles and comments that call INCR with EXPIRE a sliding window; SandeepVashishtha/Eventra#6228',
    mission: 1,
    instead: 'sliding-window-log',
    drive: { limit: 2, periodMs: 60_000 },
    trace: [
      { atMs: 0, jumps: 1, got: 1, due: 1 },
      { atMs: 59_900, jumps: 1, got: 1, due: 1 },
      { atMs: 60_100, jumps: 2, got: 2, due: 1 },
    ],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  args: ({ drive }) => argv(drive.limit, seconds(drive)),
  read: readWindow,
});
