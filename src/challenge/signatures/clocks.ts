/** Mistakes with clocks: whose they are, in which unit, and how far they are read. */
import { denied, filled, one, oneTooMany, wrongCount, type Signature } from './signature.ts';

export const clientClock: Signature = {
  name: 'flawed/client-clock',
  breaks: [...wrongCount, 'clock'],
  signs: (situation) => {
    if (situation.clock !== 'caller') return [];
    const { periodMs, most } = situation;
    return [
      {
        marks: [filled(situation), { ...filled(situation), skewMs: most * periodMs }],
        controls: [{ rows: [oneTooMany(situation)] }],
      },
    ];
  },
};

export const expiryFromCaller: Signature = {
  name: 'flawed/expiry-from-caller',
  breaks: [...wrongCount, 'clock', 'ttl'],
  signs: (situation) => {
    const { clock, most, periodMs } = situation;
    const everything = { ...oneTooMany(situation), got: most + 1 };
    const controls = [{ rows: [oneTooMany(situation)] }];
    if (clock === 'caller') return [{ marks: [{ ...everything, skewMs: -2 * periodMs }], controls }];
    if (clock !== 'optional') return [];
    // A script that is given the instant: long ago its keys are dead when they are born, and in a far year they live.
    const inYear = (year: number) => Math.ceil(Date.UTC(year, 0) / periodMs) * periodMs;
    return [
      {
        startMs: inYear(2001),
        marks: [everything],
        controls: [{ startMs: inYear(2200), rows: [oneTooMany(situation)] }],
      },
    ];
  },
};

export const wholeSeconds: Signature = {
  name: 'flawed/whole-seconds',
  breaks: wrongCount,
  signs: (situation) => {
    const { periodMs, most } = situation;
    if (periodMs % 1_000) return [];
    return [
      {
        marks: [filled(situation, 999), filled(situation, periodMs)],
        controls: [
          { rows: [{ atMs: 0, jumps: most + 1 }, one(500), one(periodMs + 1_000)] },
          // At whole seconds it knows what time it is, also where one window ends and the next begins.
          { rows: [filled(situation), filled(situation, periodMs)] },
        ],
      },
    ];
  },
};

export const mixedUnits: Signature = {
  name: 'flawed/mixed-units',
  breaks: [...wrongCount, 'ttl'],
  signs: (situation) => {
    const { periodMs, most } = situation;
    const over = periodMs / 1_000;
    if (!Number.isInteger(over) || over < 2) return [];
    return [
      {
        marks: [filled(situation), filled(situation, over)],
        controls: [{ rows: [{ atMs: 0, jumps: most + 1 }, one(Math.floor(over / 2))] }],
      },
    ];
  },
};

export const unpaddedMicros: Signature = {
  name: 'flawed/unpadded-micros',
  stands: /\.\.\s*(['"])\.\1\s*\.\./,
  breaks: wrongCount,
  drives: [{ limit: 1, periodMs: 60_000 }],
  signs: (situation) => {
    const { periodMs, most } = situation;
    const full = { jumps: most, got: most };
    const jumps = most + 1;
    // 1 ms past a second reads as 100.
    if (periodMs <= 700) {
      const read = Math.ceil(periodMs / 100);
      return [
        {
          marks: [
            { atMs: 0, ...full },
            { atMs: read, ...full },
          ],
          // With three digits there is nothing to pad.
          controls: [
            { rows: [{ atMs: 100, jumps }, one(100 + Math.floor(periodMs / 2)), one(101 + periodMs)] },
          ],
        },
      ];
    }
    if (periodMs % 1_000) return [];
    return [
      {
        marks: [
          { atMs: 900, ...full },
          { atMs: periodMs + 9, ...full },
        ],
        controls: [
          // With three digits there is nothing to pad, also where the seconds alone would say that it is over.
          { rows: [{ atMs: 100, jumps }, one(500), one(periodMs + 200)] },
          { rows: [{ atMs: 900, jumps }, one(periodMs + 100)] },
        ],
      },
    ];
  },
};

export const fixedAsSliding: Signature = {
  name: 'flawed/fixed-as-sliding',
  stands: /(['"])INCR(BY)?\1|\bwindow\b/i,
  breaks: [...wrongCount, 'ttl'],
  signs: (situation) => {
    const { periodMs, most, kind } = situation;
    const near = Math.min(100, Math.floor(periodMs / 4));
    if (most < 2 || !near) return [];
    return [
      {
        marks: [
          { ...one(0), got: 1 },
          { atMs: periodMs - near, jumps: most - 1, got: most - 1 },
          filled(situation, periodMs + near),
        ],
        // Of a bucket much has been refilled by then; a window has nothing until it ends.
        ...(kind === 'bucket' && { also: [{ marks: [filled(situation), denied(periodMs - near)] }] }),
        controls: [{ rows: [oneTooMany(situation)] }, { rows: [{ atMs: 0, jumps: most }, one(near)] }],
      },
    ];
  },
};

export const fixedTtl: Signature = {
  name: 'flawed/fixed-ttl',
  breaks: [...wrongCount, 'ttl'],
  drives: [{ limit: 1, periodMs: 86_400_000 }],
  signs: (situation) => {
    const { periodMs, limit, most } = situation;
    if (periodMs < 180_000) return [];
    return [
      {
        marks: [filled(situation), filled(situation, Math.floor((periodMs * 2) / 3) + 1_000)],
        // What is over sooner than the key is remembered for long enough.
        controls: [{ drive: { limit, periodMs: 2_000 }, rows: [{ atMs: 0, jumps: most + 1 }, one(1_000)] }],
      },
    ];
  },
};

export const zeroTtl: Signature = {
  name: 'flawed/zero-ttl',
  breaks: [...wrongCount, 'ttl'],
  signs: (situation) => {
    const { periodMs, limit, most } = situation;
    // Of a few milliseconds a TTL is soon 0 where it is only a little too short.
    if (periodMs >= 1_000 || periodMs < 100) return [];
    return [
      {
        marks: [{ ...oneTooMany(situation), got: most + 1 }],
        controls: [
          {
            drive: { limit, periodMs: 60_000 },
            rows: [oneTooMany(situation), one(1_000)],
          },
        ],
      },
    ];
  },
};
