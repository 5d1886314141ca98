import { argv, flawedScript, noCosts, readAllowedAndLeft } from './convention.ts';

export const zeroTtl = flawedScript('zero-ttl', {
  summary: 'a fixed window whose TTL is rounded down to whole seconds',
  flaw: {
    what: 'EXPIRE 0 deletes the key, so with a period below a second nothing is ever counted',
    source:
      'periods in milliseconds with EXPIRE in seconds; elsewhere a TTL of 0 is an error (GrahamCampbell/Laravel-Throttle#100) or none at all (rate-limiter-flexible)',
    instead: 'fixed-window',
    promises: 'fixed-window-from-first',
    drive: { limit: 1, periodMs: 500 },
    trace: [{ atMs: 0, jumps: 2, got: 2, due: 1 }],
  },
  refuses: noCosts,
  args: ({ drive }) => argv(drive.limit, drive.periodMs),
  read: readAllowedAndLeft,
});
