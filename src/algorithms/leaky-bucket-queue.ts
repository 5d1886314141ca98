import { contractArgs, readQueueReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const leakyBucketQueue: Algorithm = {
  name: 'leaky-bucket-queue',
  summary: 'jumps leave one by one at an even pace, and wait for their turn',
  tradeOff: 'the smoothest traffic there is; but callers wait, and somebody must hold them',
  bucket: true,
  delays: true,
  about: {
    commands: {
      admitted: ['TIME', 'HMGET', 'HSET', 'PEXPIRE'],
      denied: ['TIME', 'HMGET'],
      look: ['TIME', 'HMGET'],
    },
    time: 'O(1)',
    keeps: 'a hash of two numbers: the backlog, and when it was measured',
    keyBytes: 112,
    notes: [
      {
        line: 'local delay = at + math.ceil(backlog / limit) - now',
        note: 'When all that is before this jump has left, it is its turn. The script only tells: it must not wait itself, for while it runs the whole server waits.',
      },
      {
        line: "redis.call('HSET', key, 'backlog', int(backlog), 'at', int(at))",
        note: 'The queue is a number, not a list. Who is in it is known to the callers alone; one that dies while it waits still takes its turn.',
      },
      {
        line: 'return { 0, remaining, at + math.ceil((backlog + poured - full) / limit) - now, reset_after, 0 }',
        note: 'Two waits: this one is for a place in the queue, `delay` is for the turn of who has a place.',
      },
    ],
    tryNext: [
      {
        command: 'hyperdrive burst serenity --count 12 --json',
        why: 'ten get a place, and delayMs tells each its turn: 6 s apart',
      },
      {
        command: 'hyperdrive burst serenity --count 12 --capacity 2 --json',
        why: 'a shorter queue: nobody in it waits for more than 6 s',
      },
    ],
  },
  args: contractArgs,
  read: readQueueReply,
};
