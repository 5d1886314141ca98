/** Mistakes of limiters that take several calls. */
import { afterThePeriod, one, oneTooMany, wrongCount, type Signature } from './signature.ts';

export const incrThenExpire: Signature = {
  name: 'flawed/incr-then-expire',
  breaks: [...wrongCount, 'ttl'],
  signs: (situation) => {
    const { most, periodMs } = situation;
    return [
      {
        marks: [
          { ...one(0), dies: true, got: 0 },
          { atMs: periodMs, jumps: most, got: most - 1 },
        ],
        // Where nobody dies all is well.
        controls: [{ rows: [oneTooMany(situation), one(afterThePeriod(situation))] }],
      },
    ];
  },
};

export const readThenWrite: Signature = {
  name: 'flawed/read-then-write',
  breaks: wrongCount,
  signs: (situation) => [
    {
      marks: [{ ...oneTooMany(situation), interleaved: true, got: situation.most + 1 }],
      controls: [{ rows: [oneTooMany(situation)] }],
    },
  ],
};

export const secondCallRemaining: Signature = {
  name: 'flawed/second-call-remaining',
  breaks: ['remaining'],
  signs: (situation) => {
    const { most } = situation;
    if (most < 2) return [];
    const told = { jump: 1, field: 'remaining', got: 0 } as const;
    return [
      {
        marks: [{ atMs: 0, jumps: most, interleaved: true, got: most, told }],
        controls: [{ rows: [oneTooMany(situation)] }],
      },
    ];
  },
};
