import type { Law } from './verdict.ts';

/** A law in words for people. */
export interface LawWords {
  /** A name for lists, in lower case. */
  title: string;
  /** What it demands, in a full sentence. */
  demands: string;
  /** What a script does that breaks it, to stand behind a colon or a name. */
  broken: string;
}

export const lawWords: Readonly<Record<Law, LawWords>> = {
  compiles: {
    title: 'loading',
    demands: 'The server takes the script.',
    broken: 'the server does not take it',
  },
  commands: {
    title: 'harmless commands',
    demands: 'It sends only commands that a limiter has business with.',
    broken: 'it sends a command that no limiter has business with',
  },
  ends: {
    title: 'an end',
    demands: 'Each call ends, and in reasonable time.',
    broken: 'a call does not end in reasonable time',
  },
  memory: {
    title: 'modest memory',
    demands: 'A call makes do with reasonable memory.',
    broken: 'a call takes too much memory',
  },
  keys: {
    title: 'declared keys',
    demands: 'It touches no key but those in KEYS.',
    broken: 'it touches a key that is not in KEYS',
  },
  shape: {
    title: "the answer's shape",
    demands: 'It answers, and in the shape that was agreed.',
    broken: 'it does not answer in the shape that was agreed',
  },
  decision: {
    title: 'decisions',
    demands: 'It admits what is due, and nothing else.',
    broken: 'it decides wrongly',
  },
  remaining: {
    title: 'remaining',
    demands: 'What it says is left would be admitted, and not a unit more.',
    broken: 'what it says is left is not what is left',
  },
  retry: {
    title: 'retry after',
    demands: 'Who waits as long as told is admitted; a millisecond earlier is too early.',
    broken: 'the wait that it tells is not the wait',
  },
  reset: {
    title: 'reset after',
    demands: 'After the time that it tells, and not before, it is as good as new.',
    broken: 'it is not as good as new when it says',
  },
  delay: {
    title: 'delay',
    demands: 'Whoever is admitted is told when its turn comes.',
    broken: 'the turn that it tells is not the turn',
  },
  counts: {
    title: 'counts',
    demands: 'The other numbers that it tells are true.',
    broken: 'a number that it tells is not true',
  },
  ttl: {
    title: 'TTLs',
    demands: 'Every key has a TTL, and none goes while what it holds still matters.',
    broken: 'a key stays too long, or goes too early',
  },
  clients: {
    title: 'many clients',
    demands: 'Many clients at once never get more than the limit.',
    broken: 'many clients at once get more than the limit',
  },
  clock: {
    title: 'clocks',
    demands: 'It goes by the server’s clock: no caller gets more by what its own says.',
    broken: 'it goes by the wrong clock',
  },
  arguments: {
    title: 'arguments',
    demands: 'What no jump can be is refused, and changes nothing.',
    broken: 'it takes what no jump can be',
  },
  growth: {
    title: 'growth',
    demands: 'What it keeps does not grow without end.',
    broken: 'what it keeps grows without end',
  },
};
