import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const leakyBucketMeter: Algorithm = {
  name: 'leaky-bucket-meter',
  summary: 'every jump pours into a bucket that leaks steadily; what would overflow is denied',
  tradeOff: 'decides as a token bucket does, told from the other side',
  bucket: true,
  about: {
    commands: {
      admitted: ['TIME', 'HMGET', 'HSET', 'PEXPIRE'],
      denied: ['TIME', 'HMGET'],
      look: ['TIME', 'HMGET'],
    },
    time: 'O(1)',
    keeps: 'a hash of two numbers: the level, and when it was measured',
    keyBytes: 112,
    notes: [
      {
        line: 'if stored[1] then level = math.max(0, stored[1] - (at - stored[2]) * limit) end',
        note: 'The leak is worked out when somebody asks; nothing runs in between. In these units a millisecond drains exactly `limit`.',
      },
      {
        line: 'local fits = level + poured <= full',
        note: 'A bucket that is full to the brim has not overflowed: `<=`, not `<`.',
      },
      {
        line: "redis.call('PEXPIRE', key, int(at + math.ceil(level / limit) - now))",
        note: 'The key lives until the bucket is dry. From then on it says what a missing key says, so nothing is forgotten.',
      },
    ],
    tryNext: [
      {
        command: 'hyperdrive burst nostromo --count 12',
        why: 'ten pour in at once; the level is what the server keeps',
      },
      {
        command: 'hyperdrive burst nostromo --count 12 --algorithm token-bucket',
        why: 'the same numbers as a token bucket: the same answers, counted from the other side',
      },
    ],
  },
  args: contractArgs,
  read: readContractReply,
};
