import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const slidingWindowLog: Algorithm = {
  name: 'sliding-window-log',
  summary: 'remembers every admitted unit; never above the limit in any window',
  tradeOff: 'exact, but its memory grows with the limit',
  bucket: false,
  addsAlone: true,
  about: {
    commands: {
      admitted: ['TIME', 'ZRANGE', 'ZCOUNT', 'ZREMRANGEBYSCORE', 'ZADD', 'PEXPIRE'],
      denied: ['TIME', 'ZRANGE', 'ZCOUNT', 'ZRANGEBYSCORE'],
      look: ['TIME', 'ZRANGE', 'ZCOUNT'],
    },
    time: 'O(log n) with n units in the log; cost times that, and as many ZADD, to admit',
    keeps: 'a sorted set with a member for every admitted unit, so it grows with the limit',
    keyBytes: 384,
    notes: [
      {
        line: "local live_from = '(' .. int(at - period)",
        note: '`(` before a score leaves that score out: a unit that is exactly one period old has left the window.',
      },
      {
        line: "redis.call('ZADD', key, int(at), int(at) .. '-' .. string.format('%05d', sequence + unit))",
        note: 'A member is its time and a number. Named by the time alone, jumps of one millisecond would overwrite each other, and be counted once.',
      },
      {
        line: "local last = redis.call('ZRANGEBYSCORE', key, live_from, '+inf', 'WITHSCORES', 'LIMIT', missing - 1, 1)",
        note: 'The one unit whose leaving makes room: the wait is exact. Lua counts from 1, so `last[2]` is its score, which is its time.',
      },
    ],
    tryNext: [
      {
        command: 'hyperdrive burst enterprise --count 20',
        why: 'five pass, and each leaves a member',
      },
      {
        command: 'hyperdrive burst kobayashi --count 20',
        why: 'the widely copied script at the same limit: see how many its set remembers',
      },
    ],
  },
  refuses: ({ limit }) => (limit > 10_000 ? 'it remembers every unit, so its limit is 10,000 at most' : null),
  args: contractArgs,
  read: readContractReply,
};
