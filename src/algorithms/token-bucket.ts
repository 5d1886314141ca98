import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const tokenBucket: Algorithm = {
  name: 'token-bucket',
  summary: 'tokens refill steadily, and a burst may spend what was saved',
  tradeOff: 'two numbers, and bursts are a choice; but over one period up to capacity + limit can pass',
  bucket: true,
  about: {
    commands: {
      admitted: ['TIME', 'HMGET', 'HSET', 'PEXPIRE'],
      denied: ['TIME', 'HMGET'],
      look: ['TIME', 'HMGET'],
    },
    time: 'O(1)',
    keeps: 'a hash of two numbers: the credit, and when it was counted',
    keyBytes: 96,
    notes: [
      {
        line: 'if stored[1] then credit = math.min(full, stored[1] + (at - stored[2]) * limit) end',
        note: 'The refill is worked out when somebody asks; nothing runs in between. And it is not rounded to whole tokens: a script that rounds down here, and still moves the clock on, never refills for a caller who asks often.',
      },
      {
        line: "redis.call('PEXPIRE', key, int(at + math.ceil((full - credit) / limit) - now))",
        note: 'The key lives until the bucket is full again. From then on it says what a missing key says, so nothing is forgotten.',
      },
      {
        line: 'return { 0, remaining, at + math.ceil((price - credit) / limit) - now, reset_after }',
        note: 'Rounded up: one millisecond earlier the token is not whole yet.',
      },
    ],
    tryNext: [
      {
        command: 'hyperdrive burst falcon --count 20',
        why: 'ten at once, then one every 6 s: the first denied jump is told to wait for that one',
      },
      {
        command: 'hyperdrive burst falcon --count 20 --capacity 3',
        why: 'a smaller bucket, refilled at the same rate: three at once',
      },
    ],
  },
  args: contractArgs,
  read: readContractReply,
};
