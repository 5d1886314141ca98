import { argv, flawedScript, heldMillis, noCosts, readAllowedAndLeft } from './convention.ts';

export const lostDigits = flawedScript('lost-digits', {
  summary: 'a sliding log that writes microseconds into a name as Lua writes numbers',
  flaw: {
    what: 'Lua writes 1700000000000001 as 1.7e+15, so different names become one, and jumps overwrite each other',
    source:
      'tostring and .. in Lua 5.1, which keep 14 digits (openresty/lua-resty-redis#135); arguments of redis.call once did, too (redis/redis#1118)',
    instead: 'sliding-window-log',
    drive: { limit: 2, periodMs: 60_000 },
    trace: [{ atMs: 0, jumps: 3, got: 3, due: 2 }],
  },
  refuses: noCosts,
  args: (call) => argv(call.drive.limit, call.drive.periodMs, heldMillis(call)),
  read: readAllowedAndLeft,
});
