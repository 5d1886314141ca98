import { integers } from '../../limiter/contract.ts';
import type { Reply } from '../../engine/port.ts';
import type { Call } from '../../limiter/decision.ts';
import { argv, flawedScript, noCosts, refuse, seconds, silent, wholeSecondsOnly } from './convention.ts';

export const secondCallRemaining = flawedScript('second-call-remaining', {
  summary: 'a fixed window: the decision in one call, what remains in another',
  flaw: {
    what: 'what remains is read after others have jumped, so it does not belong to the decision, and several are told the same',
    source: 'code that fills its headers with a GET of its own, behind a limiter that answers yes or no',
    mission: 2,
    instead: 'fixed-window',
    promises: 'fixed-window-from-first',
    drive: { limit: 2, periodMs: 60_000 },
    trace: [
      {
        atMs: 0,
        jumps: 2,
        interleaved: true,
        got: 2,
        due: 2,
        told: { jump: 1, field: 'remaining', got: 0, due: 1 },
      },
    ],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  args: ({ drive }) => argv(drive.limit, seconds(drive)),
  next: (_call, replies) => (replies.length === 1 ? [] : null),
  read(replies: Reply, { drive }: Call) {
    const [allowed, count] = integers(replies, 2);
    return { ...silent, allowed: allowed === 1, remaining: Math.max(0, drive.limit - count!) };
  },
});
