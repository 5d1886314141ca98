import { integers } from '../../limiter/contract.ts';
import type { Algorithm } from '../algorithm.ts';

export const timestampAsMember: Algorithm = {
  name: 'flawed/timestamp-as-member',
  summary: 'the published sliding log: whole seconds from the caller, the timestamp as member',
  tradeOff: 'none: it is broken',
  bucket: false,
  flaw: {
    what: 'jumps in the same second overwrite each other in the set, so they are counted once',
    source: 'a widely published workshop page on rate limiting with Valkey and Lua',
    mission: 5,
    instead: 'sliding-window-log',
    drive: { limit: 5, periodMs: 60_000 },
    trace: [{ atMs: 0, jumps: 6, got: 6, due: 5 }],
  },
  refuses: (drive, cost) =>
    cost !== 1
      ? 'it knows no cost'
      : drive.periodMs % 1000
        ? 'it counts whole seconds, and the period is none'
        : null,
  // Whole seconds, of whatever clock the caller has.
  args: ({ drive, callerMs }) =>
    [drive.periodMs / 1000, drive.limit, Math.floor(callerMs / 1000)].map(String),
  read(reply) {
    const [allowed, remaining, reset] = integers(reply, 3);
    return { allowed: allowed === 1, remaining: remaining!, retryAfterMs: null, resetAfterMs: reset! * 1000 };
  },
};
