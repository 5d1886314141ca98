import type { Reply } from '../../engine/port.ts';
import type { Call } from '../../limiter/decision.ts';
import { argv, flawedScript, noCosts, refuse, seconds, silent, wholeSecondsOnly } from './convention.ts';

export const incrThenExpire = flawedScript('incr-then-expire', {
  summary: 'a fixed window: INCR in one call, EXPIRE in another',
  flaw: {
    what: 'a caller that dies between the two leaves a counter without a TTL, and nobody ever gets in again',
    source:
      'the second rate limiter in the documentation of INCR, which warns of it (see redis/redis#4548), and much application code',
    mission: 2,
    instead: 'fixed-window',
    promises: 'fixed-window-from-first',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [
      { atMs: 0, jumps: 1, dies: true, got: 0, due: 0 },
      { atMs: 60_000, jumps: 1, got: 0, due: 1, ttlMs: { got: null, due: 60_000 } },
    ],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  args: () => [],
  next: ({ drive }, replies) => (replies.length === 1 && replies[0] === 1 ? argv(seconds(drive)) : null),
  read(replies: Reply, { drive }: Call) {
    const count = Number((replies as Reply[])[0]);
    return { ...silent, allowed: count <= drive.limit, remaining: Math.max(0, drive.limit - count) };
  },
});
