import { argv, flawedScript, noCosts, refuse, seconds, silent, wholeSecondsOnly } from './convention.ts';

export const comparesText = flawedScript('compares-text', {
  summary: 'a fixed window that compares what GET and ARGV hold as text',
  flaw: {
    what: "text is compared letter by letter, so '2' is not below '10', and at a limit of 10 two get in",
    source:
      'scripts that forget tonumber, such as SignalR/SignalR#3767; Lua converts in sums, but never in a comparison',
    instead: 'fixed-window',
    promises: 'fixed-window-from-first',
    drive: { limit: 10, periodMs: 60_000 },
    trace: [{ atMs: 0, jumps: 3, got: 2, due: 3 }],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  args: ({ drive }) => argv(drive.limit, seconds(drive)),
  read: (reply) => ({ ...silent, allowed: reply === 1 }),
});
