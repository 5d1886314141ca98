import { integers } from '../../limiter/contract.ts';
import { argv, flawedScript, noCosts, refuse, seconds, silent, wholeSecondsOnly } from './convention.ts';

export const timestampAsMember = flawedScript('timestamp-as-member', {
  summary: 'the published sliding log: whole seconds from the caller, the timestamp as member',
  flaw: {
    what: 'jumps with the same timestamp overwrite each other in the set, so they are counted once',
    source: 'a widely published workshop page on rate limiting with Valkey and Lua; sockudo/sockudo#251',
    mission: 5,
    instead: 'sliding-window-log',
    drive: { limit: 2, periodMs: 60_000 },
    trace: [{ atMs: 0, jumps: 3, got: 3, due: 2 }],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  // Whole seconds, of whatever clock the caller has.
  args: ({ drive, callerMs }) => argv(seconds(drive), drive.limit, Math.floor(callerMs / 1000)),
  read(reply) {
    const [allowed, remaining, reset] = integers(reply, 3);
    return { ...silent, allowed: allowed === 1, remaining: remaining!, resetAfterMs: reset! * 1000 };
  },
});
