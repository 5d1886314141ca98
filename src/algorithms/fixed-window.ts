import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const fixedWindow: Algorithm = {
  name: 'fixed-window',
  summary: 'counts per window of the clock',
  tradeOff: 'one small hash and two writes; but twice the limit can pass around a border',
  bucket: false,
  addsAlone: true,
  about: {
    commands: {
      admitted: ['TIME', 'HMGET', 'HSET', 'PEXPIRE'],
      denied: ['TIME', 'HMGET'],
      look: ['TIME', 'HMGET'],
    },
    time: 'O(1)',
    keeps: 'a hash of two numbers: when the window began, and the units used in it',
    keyBytes: 112,
    notes: [
      {
        line: 'local window = at - at % period',
        note: 'Windows follow the clock, not the first jump: with a period of 60 s each begins on the minute. So two full windows can meet at a border, and twice the limit passes around it.',
      },
      {
        line: "redis.call('PEXPIRE', key, int(ends_in))",
        note: 'Set in the same script, to the end of the window. A second call for it may never come, and then the key counts for ever.',
      },
      {
        line: 'return { 0, remaining, cost > limit and -1 or ends_in, reset_after }',
        note: '`a and b or c` is how Lua writes if a then b else c. What is larger than the limit never fits (-1); all else fits when the window ends.',
      },
    ],
    tryNext: [
      {
        command: 'hyperdrive burst tardis --count 12',
        why: 'five pass, and all the others are told the same wait: to the end of the minute',
      },
      {
        command: 'hyperdrive jump tardis --look',
        why: 'what is left, without taking any of it',
      },
    ],
  },
  args: contractArgs,
  read: readContractReply,
};
