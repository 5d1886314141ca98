import { describe, expect, it } from 'vitest';
import { backAfterMs, memoryOf, phaseOf, phasesOf, type Marks } from '../../src/gateway/drill-phases.ts';
import { decided } from './drill-double.ts';

const marks: Marks = { killedMs: 1_000, goneMs: 1_005, startedMs: 2_000, endMs: 3_000 };

describe('a decision belongs', () => {
  it.each([
    ['before: the engine was there', 900, 2, 'engine', 'before'],
    ['before: it was asked while the engine was dying, and had decided', 1_003, 2, 'engine', 'before'],
    ['before: its answer was read when the engine was gone', 990, 30, 'engine', 'before'],
    ['before: the deadline went by while the engine was there', 800, 100, 'open', 'before'],
    ['away: it was under way when the engine was killed', 999, 3, 'open', 'away'],
    ['away: nobody was there', 1_500, 0, 'local', 'away'],
    [
      'back: it was asked while nobody was there, and answered by the one who came',
      1_999,
      5,
      'engine',
      'back',
    ],
    ['back: it was asked by a gateway that did not know yet', 2_100, 0, 'closed', 'back'],
    ['back: the engine decides again', 2_500, 1, 'engine', 'back'],
  ])('%s', (_, askedMs, tookMs, by, phase) => {
    expect(phaseOf(decided(askedMs, { by, tookMs }), marks)).toBe(phase);
  });
});

describe('phases', () => {
  it('count what was asked, who decided it and how long that took', () => {
    const phases = phasesOf(
      [
        decided(0),
        decided(20, { allowed: false, tookMs: 7.26 }),
        decided(1_500, { by: 'local', tookMs: 0.04 }),
        decided(1_520, { by: 'local', allowed: false, tookMs: 131, late: true }),
        { ...decided(1_540), verdict: null },
        decided(2_100, { by: 'local' }),
        decided(2_400),
      ],
      marks,
    );
    const nobody = { engine: 0, local: 0, open: 0, closed: 0 };
    const well = { failed: 0, lateDecisions: 0 };
    expect(phases).toEqual({
      before: {
        ...well,
        fromMs: 0,
        toMs: 1_000,
        asked: 2,
        allowed: 1,
        denied: 1,
        slowestMs: 7.3,
        by: { ...nobody, engine: 2 },
      },
      away: {
        fromMs: 1_000,
        toMs: 2_000,
        asked: 3,
        allowed: 1,
        denied: 1,
        failed: 1,
        lateDecisions: 1,
        slowestMs: 131,
        by: { ...nobody, local: 2 },
      },
      back: {
        ...well,
        fromMs: 2_000,
        toMs: 3_000,
        asked: 2,
        allowed: 2,
        denied: 0,
        slowestMs: 2,
        by: { ...nobody, engine: 1, local: 1 },
      },
    });
  });
});

describe('the return', () => {
  const all = [
    decided(900),
    decided(2_010, { by: 'open' }),
    decided(2_200, { gateway: 2 }),
    decided(2_300),
    decided(2_400),
  ];

  it('is told by the first decision that a gateway had of the new server', () => {
    expect([1, 2, 3].map((gateway) => backAfterMs(all, gateway, marks))).toEqual([302, 202, null]);
  });

  it('is never before it: a gateway may find the server sooner than who started it', () => {
    expect(backAfterMs([decided(1_995)], 1, marks)).toBe(0);
  });
});

describe('what the limiter remembers', () => {
  const limit = { limit: 10, periodMs: 60_000 };

  it('is nothing, where it has more left than time gave back', () => {
    const all = [
      decided(0, { remaining: 9 }),
      decided(900, { allowed: false, remaining: 0 }),
      // Answers overtake each other.
      decided(905, { remaining: 4 }),
      decided(2_100, { remaining: 8 }),
      decided(2_105, { remaining: 9 }),
      decided(2_300, { remaining: 7 }),
    ];
    expect(memoryOf(all, marks, limit)).toEqual({ leftBefore: 0, leftAfter: 10, stateLost: true });
  });

  it('is all, where it has no more', () => {
    const all = [decided(900, { remaining: 3 }), decided(2_100, { remaining: 3 })];
    expect(memoryOf(all, marks, limit)).toEqual({ leftBefore: 3, leftAfter: 4, stateLost: false });
  });

  it('cannot be told where it would be full by now in any case', () => {
    const all = [decided(900, { remaining: 9 }), decided(2_100, { remaining: 9 })];
    expect(memoryOf(all, marks, limit)?.stateLost).toBeNull();
    expect(memoryOf(all, marks, { limit: 10, periodMs: 100 })?.stateLost).toBeNull();
  });

  it('is not known where the engine did not decide both before and after', () => {
    expect(memoryOf([decided(900)], marks, limit)).toBeNull();
    expect(memoryOf([decided(1_500, { by: 'open' }), decided(2_100)], marks, limit)).toBeNull();
  });
});
