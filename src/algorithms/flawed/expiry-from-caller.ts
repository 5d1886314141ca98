import { argv, flawedScript, heldMillis, noCosts, readAllowedAndLeft } from './convention.ts';

export const expiryFromCaller = flawedScript('expiry-from-caller', {
  summary: "a fixed window that ends at an instant of the caller's clock",
  flaw: {
    what: 'to a caller whose clock is behind, the end of its window is over already: the server deletes the key, and there is no limit',
    source: "PEXPIREAT or SET PXAT with the application's clock; of the same kind tj/node-ratelimiter#11",
    instead: 'fixed-window',
    promises: 'fixed-window-from-first',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [{ atMs: 0, jumps: 2, skewMs: -120_000, got: 2, due: 1 }],
  },
  refuses: noCosts,
  args: (call) => argv(call.drive.limit, call.drive.periodMs, call.callerMs, heldMillis(call)),
  read: readAllowedAndLeft,
});
