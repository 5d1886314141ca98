import { contractArgs, readContractReply } from '../limiter/contract.ts';
import type { Algorithm } from './algorithm.ts';

export const gcra: Algorithm = {
  name: 'gcra',
  summary: 'the token bucket in one number: when the bucket would be full again',
  tradeOff:
    'a single string, read once and written once; but hard to read, and a clock that steps back denies until it has caught up',
  bucket: true,
  about: {
    commands: {
      admitted: ['TIME', 'GET', 'SET'],
      denied: ['TIME', 'GET'],
      look: ['TIME', 'GET'],
    },
    time: 'O(1)',
    keeps: 'one string: the instant at which the bucket would be full again',
    keyBytes: 96,
    notes: [
      {
        line: 'if ms >= now then arrival, part = ms, parts end -- an instant that has passed says: full',
        note: 'There is no refill to compute. Time goes by, and the stored instant falls behind it.',
      },
      {
        line: 'local wait = arrival - now + math.ceil((part + price - full) / limit)',
        note: 'The whole algorithm: how much too early this jump comes. Zero or less is on time; more than zero is already the answer to when.',
      },
      {
        line: "local value = int(arrival) .. '+' .. int(part) .. '/' .. int(limit)",
        note: 'Ten per minute is one every 6,000 ms, but seven is one every 8,571 and 3/7. The rest is kept as a fraction: rounded away, it would add up.',
      },
    ],
    tryNext: [
      {
        command: 'hyperdrive burst discovery-one --count 12',
        why: 'ten pass, and one string is all that is kept',
      },
      {
        command: 'hyperdrive burst discovery-one --count 12 --capacity 1',
        why: 'no burst at all: one, and the next in 6 s',
      },
    ],
  },
  args: contractArgs,
  read: readContractReply,
};
