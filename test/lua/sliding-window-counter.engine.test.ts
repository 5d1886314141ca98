/** What the estimate is worth: how much it lets through where it is wrong, and when it is not wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runTrace, type Call } from './trace.ts';
import { caseHere } from './workbench.ts';

type Jump = Call & { nowMs: number };

/** Which of the jumps an algorithm admits, from an empty key. */
async function admits(algorithm: string, jumps: readonly Jump[]): Promise<Jump[]> {
  const { outcomes } = await runTrace(caseHere(algorithm), jumps);
  return jumps.filter((_, index) => outcomes[index]!.decision.allowed);
}

const units = (jumps: readonly Jump[]) => jumps.reduce((sum, { cost }) => sum + cost, 0);

/** Jumps of cost 1 at one instant after the other. */
const jumpsAt = (limit: number, periodMs: number, instants: readonly number[]): Jump[] =>
  instants.map((nowMs) => ({ limit, periodMs, cost: 1, nowMs }));

/** Periods are long: on an engine whose time does not stand still, a key must not expire while its trace runs. */
const drives = fc.record({
  limit: fc.integer({ min: 2, max: 20 }),
  periodMs: fc.constantFrom(10_000, 60_000, 86_400_000),
});

describe('in a stretch of time that is shorter than a period', () => {
  /** Instants in 16ths of a period, to the millisecond on either side: borders are where the units crowd. */
  const traffic = drives.chain(({ limit, periodMs }) =>
    fc
      .array(
        fc.record({
          sixteenth: fc.integer({ min: 0, max: 64 }),
          plusMs: fc.integer({ min: -1, max: 1 }),
          cost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: limit })),
        }),
        { minLength: 1, maxLength: 60, size: 'max' },
      )
      .map((moves) =>
        moves
          .map(({ sixteenth, plusMs, cost }): Jump => {
            const nowMs = 10 * periodMs + Math.floor((sixteenth * periodMs) / 16) + plusMs;
            return { limit, periodMs, cost, nowMs };
          })
          .toSorted((a, b) => a.nowMs - b.nowMs),
      ),
  );

  /** Nowhere more than the limit and its share of the stretch. */
  const holds = (admitted: readonly Jump[]) =>
    admitted.every((first, from) =>
      admitted.slice(from).every((last, index) => {
        const { limit, periodMs } = last;
        const stretchMs = last.nowMs - first.nowMs;
        const through = units(admitted.slice(from, from + index + 1));
        return stretchMs >= periodMs || through * periodMs <= limit * (periodMs + stretchMs);
      }),
    );
  const counterexample = (algorithm: string) =>
    fc.check(
      fc.asyncProperty(traffic, async (jumps) => holds(await admits(algorithm, jumps))),
      { numRuns: 300 },
    );

  it('the counter admits no more than the limit, and the limit times the share of a period that it lasts', async () => {
    expect((await counterexample('sliding-window-counter')).counterexample).toBeNull();
  });

  it('the fixed window admits more', async () => {
    expect((await counterexample('fixed-window')).counterexample).not.toBeNull();
  });
});

describe('at its worst, at 100 a minute', () => {
  const worst = (instants: readonly number[]) =>
    jumpsAt(
      100,
      60_000,
      instants.flatMap((at) => Array.from({ length: 100 }, () => at)),
    );

  it('the counter admits 199 within a minute, where the fixed window needs two milliseconds for 200', async () => {
    // All at the end of one window, and all at the end of the next.
    const late = worst([59_999, 119_998]);
    expect(await admits('sliding-window-counter', late)).toHaveLength(199);
    expect(await admits('sliding-window-log', late)).toHaveLength(100);
    const border = worst([59_999, 60_000]);
    expect(await admits('fixed-window', border)).toHaveLength(200);
    expect(await admits('sliding-window-counter', border)).toHaveLength(100);
  });

  it('the counter denies all although a whole minute has passed since the last', async () => {
    const early = worst([60_000, 120_000]);
    expect(await admits('sliding-window-counter', early)).toHaveLength(100);
    expect(await admits('sliding-window-log', early)).toHaveLength(200);
  });
});

describe('where traffic is spread evenly', () => {
  const spread = drives.chain(({ limit, periodMs }) =>
    fc.record({
      limit: fc.constant(limit),
      periodMs: fc.constant(periodMs),
      startMs: fc.integer({ min: 0, max: periodMs }),
      everyMs: fc.integer({ min: Math.ceil(periodMs / (limit - 1)), max: 2 * periodMs }),
    }),
  );

  it('the counter admits every jump of a rate that is one below the limit, or less', async () => {
    await fc.assert(
      fc.asyncProperty(spread, async ({ limit, periodMs, startMs, everyMs }) => {
        const instants = Array.from({ length: 4 * limit }, (_, index) => startMs + index * everyMs);
        expect(await admits('sliding-window-counter', jumpsAt(limit, periodMs, instants))).toHaveLength(
          instants.length,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('at exactly the limit the counter denies one in every window but the first, the log none', async () => {
    const instants = Array.from({ length: 5 * 20 }, (_, index) => 60_007 + index * 3000);
    const jumps = jumpsAt(20, 60_000, instants);
    const admitted = await admits('sliding-window-counter', jumps);
    const perWindow = [1, 2, 3, 4, 5].map(
      (window) => admitted.filter(({ nowMs }) => Math.floor(nowMs / 60_000) === window).length,
    );
    expect(perWindow).toEqual([20, 19, 19, 19, 19]);
    expect(await admits('sliding-window-log', jumps)).toHaveLength(100);
  });
});
