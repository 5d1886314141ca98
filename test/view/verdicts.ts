import type { Finding, Step, Verdict } from '../../src/challenge/verdict.ts';

/** 2025-01-15 12:00:00 UTC. */
const noon = 1_736_942_400_000;

const survived: Verdict['survived'] = {
  traces: 41,
  jumps: 163,
  tried: { limit: [1, 7], periodMs: [1_000, 60_000], cost: [1, 1] },
  clients: 0,
  laws: ['compiles', 'keys'],
};

const verdict: Verdict = {
  file: 'limiter.lua',
  promises: 'sliding-window-log',
  seed: 7,
  engine: { name: 'valkey', version: '8.0.1' },
  finding: null,
  diagnosis: null,
  keepsInstead: null,
  survived,
  notAttacked: [],
  weaknesses: [],
  cost: null,
};

/** A jump that went as it should, unless told otherwise. */
function step(atMs: number, expected: string, more: Partial<Step> = {}): Step {
  return { atMs, cost: 1, expected, got: expected, broken: false, state: [], ...more };
}

const finding: Omit<Finding, 'law' | 'steps' | 'promised' | 'happened'> = {
  drive: { limit: 2, periodMs: 60_000 },
  startMs: noon,
  seen: 'held',
};

/** The published log: three jumps in one millisecond at a limit of 2. */
export const timestampAsMember: Verdict = {
  ...verdict,
  diagnosis: {
    name: 'flawed/timestamp-as-member',
    what: 'jumps in the same second overwrite each other in the set, so they are counted once',
    mission: 5,
  },
  notAttacked: ['Costs: the script takes none.', 'Retry after: the reply does not tell it.'],
  finding: {
    ...finding,
    law: 'decision',
    promised: 'At most 2 in any 60 s, and not less.',
    happened: 'At 0.000 s one more jump got in that was too many.',
    steps: [
      step(0, 'allowed, 1 left', { state: ['zset of 1: 1736942400; TTL 60 s'] }),
      step(0, 'allowed, 0 left', { got: 'allowed, 1 left', state: ['zset of 1: 1736942400; TTL 60 s'] }),
      step(0, 'denied', { got: 'allowed, 1 left', broken: true, state: ['zset of 1: 1736942400; TTL 60 s'] }),
    ],
  },
};

/** The published bucket: who polls gets nothing any more. */
export const flooredRefill: Verdict = {
  ...verdict,
  promises: 'token-bucket',
  file: './my limiters/bucket.lua',
  diagnosis: {
    name: 'flawed/floored-refill',
    what: 'what has been refilled is rounded down to whole tokens, and the rest is lost at every call: who polls faster than one token takes gets none, ever',
    mission: 3,
  },
  finding: {
    ...finding,
    drive: { limit: 2, periodMs: 60_000, capacity: 10 },
    startMs: noon + 59_999,
    law: 'decision',
    promised: 'A bucket of 10, refilled by 2 per 60 s, not more and not less.',
    happened: 'At 30.000 s there was room for 1 unit. Refused.',
    seen: 'simulated',
    steps: [
      step(0, 'allowed, 0 left', { cost: 10, state: ['hash tokens=0 last_refill=1736942400; TTL 2 min'] }),
      step(15_000, 'denied, retry in 15 s', {
        got: 'denied',
        state: ['hash tokens=0 last_refill=1736942400; TTL 2 min'],
      }),
      step(30_000, 'allowed, 0 left', {
        got: 'denied',
        broken: true,
        state: ['hash tokens=0 last_refill=1736942400; TTL 2 min'],
      }),
    ],
  },
};

/** The server refuses a key that was not declared. */
export const undeclaredKey: Verdict = {
  ...verdict,
  promises: 'token-bucket',
  diagnosis: {
    name: 'flawed/undeclared-key',
    what: 'it writes a key that it has not declared',
    mission: 2,
  },
  finding: {
    ...finding,
    law: 'keys',
    promised: 'Promised: it touches the key in KEYS, and no other.',
    happened: 'It reached for hyperdrive:{kobayashi}:attack:last_refill.',
    steps: [
      step(0, 'allowed, 1 left', {
        got: 'error: No permissions to access a key script: 3f2a, on @user_script:12.\u001b[31m',
        broken: true,
        state: ['attack: "1"; TTL 60 s', 'last_refill: "1736942400"; no TTL'],
      }),
    ],
  },
};

/** `while true do end`. */
export const endless: Verdict = {
  ...verdict,
  engine: { name: 'look-alike', version: '0.3.0' },
  finding: {
    ...finding,
    law: 'ends',
    promised: 'Promised: a call ends within 5 s.',
    happened: 'It was still going on then, and was killed with its server.',
    seen: 'real',
    steps: [step(0, 'an answer', { got: 'none', broken: true })],
  },
};

/** A syntax error: no jump was made. */
export const syntaxError: Verdict = {
  ...verdict,
  finding: {
    ...finding,
    law: 'compiles',
    promised: 'Promised: a script.',
    happened: "The server said: limiter.lua:3: '=' expected near 'then'",
    steps: [],
  },
};

/** A negative cost gives jumps back; the clock of one caller is ahead. */
export const negativeCost: Verdict = {
  ...verdict,
  finding: {
    ...finding,
    law: 'arguments',
    promised: 'Promised: a cost below 0 is refused.',
    happened: 'It was admitted, and 5 units were given back.',
    steps: [
      step(0, 'allowed, 0 left', { cost: 2, state: ['"2"; TTL 60 s'] }),
      step(0, 'nothing left', { cost: 0, skewMs: 120_000, tags: { class: 'scout' } }),
      step(1_000, 'refused', {
        cost: -5,
        got: 'allowed, 5 left',
        broken: true,
        state: ['"-3"; TTL 59 s'],
      }),
    ],
  },
};

/** The wait that was told ends a millisecond too early. */
export const earlyRetry: Verdict = {
  ...verdict,
  promises: 'gcra',
  finding: {
    ...finding,
    law: 'retry',
    drive: { limit: 3, periodMs: 10_000 },
    promised: 'Promised at 3.333 s.',
    happened: 'Refused at 3.333 s.',
    steps: [
      step(0, 'allowed, 0 left', { cost: 3, state: ['"1736942410000+0/1"; TTL 10 s'] }),
      step(0, 'denied, retry in 3.334 s', {
        got: 'denied, retry in 3.333 s',
        state: ['"1736942410000+0/1"; TTL 10 s'],
      }),
      step(3_333, 'allowed', {
        got: 'denied, retry in 1 ms',
        broken: true,
        state: ['"1736942410000+0/1"; TTL 6.667 s'],
      }),
    ],
  },
};

/** Denials are kept for ever: it takes many jumps to see. */
export const growing: Verdict = {
  ...verdict,
  finding: {
    ...finding,
    law: 'growth',
    promised: 'Promised: what it keeps does not grow with denials.',
    happened: '40 denials, and it keeps 42 members.',
    steps: Array.from({ length: 42 }, (_, at) =>
      step(at * 100, at < 2 ? 'allowed' : 'denied', {
        state: [`zset of ${at + 1}; TTL 60 s`],
        broken: at === 41,
      }),
    ),
  },
};

/** Nothing broke. */
export const held: Verdict = {
  ...verdict,
  promises: 'token-bucket',
  survived: {
    traces: 1_204,
    jumps: 18_332,
    tried: { limit: [1, 150], periodMs: [1, 604_800_000], cost: [0, 2 ** 52] },
    clients: 8,
    laws: ['compiles', 'keys', 'shape', 'decision', 'remaining', 'retry', 'ttl', 'clients'],
  },
  notAttacked: ['Reset after: the reply does not tell it.'],
  weaknesses: ['It believes whatever clock the caller sends.'],
  cost: {
    reference: 'token-bucket',
    commandsPerCall: { script: 3, reference: 2.5 },
    bytesPerKey: { script: 128, reference: 96 },
    timeRatio: 1.234,
  },
};

/** The same where the engine can tell little. */
export const heldOnTheLookAlike: Verdict = {
  ...held,
  engine: { name: 'look-alike', version: '0.3.0' },
  notAttacked: [],
  weaknesses: [],
  cost: { ...held.cost!, bytesPerKey: null, timeRatio: null },
};
