import type { ContractWords } from '../limiter/contract-words.ts';
import type { SeveralRule } from '../limiter/several.ts';
import type { Described } from './algorithm.ts';

/** A script that decides several limits in one call, each of them a GCRA: it has a contract of its own. */
export interface CombinedScript extends Described {
  rule: SeveralRule;
  words: ContractWords;
}

function words(second: ContractWords['reply'][number], wait: string): ContractWords {
  return {
    keys: [{ name: 'key', meaning: 'of the first limit; one for each, 1 to 16, all in one slot' }],
    args: [
      { name: 'cost', meaning: 'units that are wanted; 0 only looks' },
      { name: 'now_ms', meaning: "'' for the server's clock, or an instant to decide at" },
      { name: 'limit', meaning: 'of the first limit: units per period' },
      { name: 'period_ms', meaning: 'length of its period, in milliseconds' },
      { name: 'capacity', meaning: "units that may come at once, '' for the limit; then three for each key" },
    ],
    reply: [
      { name: 'allowed', meaning: '1 or 0' },
      second,
      { name: 'retry_after_ms', meaning: `${wait}; 0 when it was admitted, -1 for never` },
      { name: 'remaining', meaning: 'of the first limit: units that it would still admit right now' },
      { name: 'retry_after_ms', meaning: 'its own wait; 0 where it had room' },
      { name: 'reset_after_ms', meaning: 'wait until it is as good as new; then three for each limit' },
    ],
  };
}

/** What both cost, with two limits. */
const about = {
  time: 'O(n) for n limits; these are the commands of two',
  keeps: 'for each limit one string, the same as gcra',
  keyBytes: 112,
} as const;

export const allOrNothing: CombinedScript = {
  name: 'combined/all-or-nothing',
  rule: 'all-or-nothing',
  summary: 'several limits in one call: all have room and all are charged, or none is',
  tradeOff: 'never charges one limit for what another denies; but all keys must be on one node of a cluster',
  words: words(
    { name: 'denied_by', meaning: 'the limit that makes it wait longest, from 1; 0 when it was admitted' },
    'wait until all have room',
  ),
  about: {
    ...about,
    commands: {
      admitted: ['TIME', 'GET', 'GET', 'SET', 'SET'],
      denied: ['TIME', 'GET', 'GET'],
      look: ['TIME', 'GET', 'GET'],
    },
    notes: [
      {
        line: "local stored = redis.call('GET', bucket.key)",
        note: 'All limits are read before any is charged. Nobody comes in between: a script is never interrupted.',
      },
      {
        line: 'local longer = bucket.retry_after > retry_after or bucket.retry_after == -1',
        note: 'The longest wait is that of the whole: while nobody jumps, no limit loses the room that it has.',
      },
      {
        line: 'if cost > 0 and denied_by == 0 then',
        note: 'One condition for all the charges. In a call for each limit, the first would have charged before the second denied.',
      },
    ],
    tryNext: [
      {
        command: 'hyperdrive burst enterprise --limits per-second=2/1s,per-day=100/1d --count 8',
        why: 'two pass, and the day is charged for two, not for eight',
      },
      {
        command: 'hyperdrive jump enterprise --limits per-second=2/1s,fleet:everyone=50/60s',
        why: 'one limit of its own, and one that all ships share',
      },
    ],
  },
};

export const firstThatFits: CombinedScript = {
  name: 'combined/first-that-fits',
  rule: 'first-that-fits',
  summary: 'several limits in order of preference: the first that has room is charged, and no other',
  tradeOff: 'degrades instead of refusing; but whoever calls must do something else on each tier',
  words: words(
    { name: 'tier', meaning: 'the limit that was charged, from 1; 0 where none was' },
    'wait until the first of them has room',
  ),
  about: {
    ...about,
    commands: {
      admitted: ['TIME', 'GET', 'GET', 'SET'],
      denied: ['TIME', 'GET', 'GET'],
      look: ['TIME', 'GET', 'GET'],
    },
    notes: [
      {
        line: 'if bucket.retry_after == 0 and cost > 0 and tier == 0 then tier = index end',
        note: 'The first that makes it wait no time. The others are still asked: each tells its own wait.',
      },
      {
        line: 'local taken = buckets[tier]',
        note: 'Lists in Lua begin at 1, so there is no `buckets[0]`: where no tier has room, nothing is charged.',
      },
    ],
    tryNext: [
      {
        command: 'hyperdrive burst falcon --tiers hyperspace=2/60s,sublight=10/60s',
        why: 'two jumps by hyperspace, ten by sublight, and then none',
      },
      {
        command: 'hyperdrive jump falcon --tiers hyperspace=2/60s,sublight=10/60s --look',
        why: 'how both tiers stand',
      },
    ],
  },
};

export const combined: readonly CombinedScript[] = [allOrNothing, firstThatFits];
