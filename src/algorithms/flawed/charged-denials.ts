import { argv, flawedScript, noCosts, readWindow, refuse, seconds, wholeSecondsOnly } from './convention.ts';

export const chargedDenials = flawedScript('charged-denials', {
  summary: 'INCR, and EXPIRE every time: a window that every knock makes longer',
  flaw: {
    what: 'who is denied and keeps knocking keeps the window from ending, and is never let in again',
    source: 'pyeve/eve#767, SandeepVashishtha/Eventra#9349, and code that expires after every INCR',
    instead: 'fixed-window',
    promises: 'fixed-window-from-first',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [{ atMs: 0, everyMs: 30_000, jumps: 3, got: 1, due: 2 }],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  args: ({ drive }) => argv(drive.limit, seconds(drive)),
  read: readWindow,
});
