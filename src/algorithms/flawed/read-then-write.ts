import type { Reply } from '../../engine/port.ts';
import type { Call } from '../../limiter/decision.ts';
import { argv, flawedScript, noCosts, refuse, seconds, silent, wholeSecondsOnly } from './convention.ts';

const countIn = (replies: Reply) => Number((replies as Reply[])[0] ?? 0);

export const readThenWrite = flawedScript('read-then-write', {
  summary: 'a fixed window: GET in one call, SET in another, and the application compares',
  flaw: {
    what: 'callers that all read before any has written all get in, and of their writes one counts',
    source: 'application code, such as that of idenplane/idenplane#417 and tj/node-ratelimiter#6',
    mission: 2,
    instead: 'fixed-window',
    promises: 'fixed-window-from-first',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [{ atMs: 0, jumps: 2, interleaved: true, got: 2, due: 1 }],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  args: () => [],
  next({ drive }, replies) {
    const count = countIn([...replies]);
    return replies.length === 1 && count < drive.limit ? argv(count + 1, seconds(drive)) : null;
  },
  read(replies: Reply, { drive }: Call) {
    const left = drive.limit - countIn(replies);
    return { ...silent, allowed: left > 0, remaining: Math.max(0, left - 1) };
  },
});
