import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const slidingWindowCounter: Algorithm = {
  name: 'sliding-window-counter',
  summary: 'estimates a sliding window from two counters',
  tradeOff:
    'three small numbers, whatever the limit; but an estimate: it takes the last window for evenly filled',
  bucket: false,
  about: {
    commands: {
      admitted: ['TIME', 'HMGET', 'HSET', 'PEXPIRE'],
      denied: ['TIME', 'HMGET'],
      look: ['TIME', 'HMGET'],
    },
    time: 'O(1)',
    keeps: 'a hash of three numbers: the newest admission, the units of this window, those of the one before',
    keyBytes: 112,
    notes: [
      {
        line: 'local fits = previous * left <= free * period',
        note: 'The estimate with both sides times the period: whole numbers compare exactly, where a quotient might miss by a hair.',
      },
      {
        line: "redis.call('PEXPIRE', key, int(window + 2 * period - now))",
        note: 'Two windows, not one: what was admitted in this one still weighs in the next.',
      },
      {
        line: 'return { 0, remaining, window_ends - math.floor(free * period / previous) - now, reset_after }',
        note: 'The inequality again, solved for the instant. The floor is taken away from the end, so the wait is rounded up: never a millisecond too early.',
      },
    ],
    tryNext: [
      {
        command: 'hyperdrive burst heart-of-gold --count 12',
        why: 'ten pass, and three numbers are all that is kept',
      },
      {
        command: 'hyperdrive burst heart-of-gold --count 12 --algorithm sliding-window-log',
        why: 'the same numbers as an exact log: compare the waits, and the bytes',
      },
    ],
  },
  args: contractArgs,
  read: readContractReply,
};
