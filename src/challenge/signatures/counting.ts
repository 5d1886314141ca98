/** Mistakes in counting what was admitted. */
import { denied, filled, one, oneTooMany, afterThePeriod, wrongCount, type Signature } from './signature.ts';

export const timestampAsMember: Signature = {
  name: 'flawed/timestamp-as-member',
  breaks: wrongCount,
  signs: (situation) => {
    const { most, periodMs } = situation;
    if (most < 2) return [];
    // Far enough from each other for a log that counts seconds, where there is room for that.
    const apart = Math.min(1_000, Math.ceil(periodMs / (2 * most)));
    return [
      {
        marks: [{ ...oneTooMany(situation), got: most + 1 }],
        controls: [{ rows: [{ ...oneTooMany(situation), everyMs: apart }] }],
      },
    ];
  },
};

export const lostDigits: Signature = {
  name: 'flawed/lost-digits',
  breaks: wrongCount,
  signs: (situation) => {
    const { most, clock } = situation;
    if (most < 2 || clock === 'none') return [];
    return [
      {
        marks: [{ ...oneTooMany(situation), got: most + 1 }],
        // In the year 1970 the time was a short number, and nothing of it is lost.
        controls: [
          {
            startMs: Math.ceil(3_600_000 / situation.periodMs) * situation.periodMs,
            rows: [oneTooMany(situation)],
          },
        ],
      },
    ];
  },
};

export const comparesText: Signature = {
  name: 'flawed/compares-text',
  breaks: wrongCount,
  drives: [{ limit: 100, periodMs: 60_000 }],
  signs: (situation) => {
    const { limit, most, periodMs } = situation;
    if (most !== limit) return [];
    let count = 0;
    while (String(count) < String(limit)) count++;
    if (count >= limit) return [];
    // With one digit there is nothing to get wrong.
    const small = { limit: 9, periodMs };
    return [
      {
        marks: [{ atMs: 0, jumps: count + 1, got: count }],
        controls: [{ drive: small, rows: [{ atMs: 0, jumps: 10 }] }],
      },
    ];
  },
};

export const negativeCost: Signature = {
  name: 'flawed/negative-cost',
  breaks: ['arguments', 'decision', 'remaining', 'reset'],
  explains: ({ steps }) =>
    steps.some(
      ({ cost, argument }) => cost < 0 || (argument?.name === 'cost' && argument.value.startsWith('-')),
    ),
  signs: (situation) => [
    {
      marks: [filled(situation), { atMs: 0, jumps: 1, cost: -1, got: 1 }, { atMs: 0, jumps: 1, got: 1 }],
      controls: [{ rows: [oneTooMany(situation)] }],
    },
  ],
};

export const chargedCost: Signature = {
  name: 'flawed/charged-cost',
  breaks: wrongCount,
  signs: (situation) => {
    const { most, limit, periodMs, kind } = situation;
    const controls = [{ rows: [oneTooMany(situation)] }];
    const byCost = { marks: [{ atMs: 0, jumps: 1, cost: most + 1, got: 0 }, denied(0)], controls };
    if (kind !== 'bucket') return [byCost];
    // What takes no cost is charged for jumps that were denied at the instant of the last admission.
    const token = Math.ceil(periodMs / limit);
    const byJumps = {
      marks: [{ atMs: 0, jumps: most + 2, got: most }, denied(token)],
      controls: [...controls, { rows: [{ atMs: 0, jumps: most }, one(token)] }],
    };
    return [byCost, byJumps];
  },
};

export const chargedDenials: Signature = {
  name: 'flawed/charged-denials',
  breaks: wrongCount,
  signs: (situation) => {
    const { periodMs, most, kind } = situation;
    // Of a bucket that charges the denied, flawed/charged-cost tells.
    if (kind === 'bucket') return [];
    const half = Math.floor(periodMs / 2);
    return [
      {
        marks: [filled(situation), denied(half), denied(afterThePeriod(situation))],
        controls: [
          { rows: [oneTooMany(situation)] },
          { rows: [{ atMs: 0, jumps: most }, one(afterThePeriod(situation))] },
        ],
      },
    ];
  },
};

export const floatDrift: Signature = {
  name: 'flawed/float-drift',
  breaks: wrongCount,
  // 49 is the least whole number n for which n times 1/n is below 1: here of seconds, there of milliseconds.
  drives: [{ limit: 1, periodMs: 49 }],
  signs: (situation) => {
    const { limit, most, periodMs, kind } = situation;
    if (limit !== 1 || most !== 1 || kind !== 'bucket') return [];
    // An exact fraction in either unit.
    const exact = { limit: 1, periodMs: 64_000 };
    return [
      {
        marks: [filled(situation), denied(periodMs)],
        controls: [
          { drive: exact, rows: [oneTooMany(situation), one(exact.periodMs)] },
          { rows: [one(0), one(periodMs + 1)] },
        ],
      },
    ];
  },
};

export const flooredRefill: Signature = {
  name: 'flawed/floored-refill',
  breaks: wrongCount,
  signs: (situation) => {
    const { limit, most, periodMs, kind } = situation;
    const token = Math.ceil(periodMs / limit);
    if (kind !== 'bucket' || token < 2) return [];
    const everyMs = Math.floor(token / 2);
    const polls = Math.ceil(token / everyMs);
    const gaveUpMs = polls * everyMs;
    return [
      {
        marks: [
          filled(situation),
          { atMs: everyMs, everyMs, jumps: polls, got: 0 },
          // What is over is lost to who is admitted, too: not so where only a denial moves the instant.
          { atMs: gaveUpMs + Math.ceil(token * 1.5), jumps: 1, got: 1 },
          denied(gaveUpMs + token * 2),
        ],
        controls: [
          // Who does not poll gets what is due, and to knock twice at one instant costs nothing.
          { rows: [{ atMs: 0, jumps: most + 2 }, one(token)] },
        ],
      },
    ];
  },
};
