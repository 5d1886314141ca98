import { describe, expect, it } from 'vitest';
import type { Convention } from '../../src/challenge/convention.ts';
import { beginningMs, resolvePlan, type Move } from '../../src/challenge/plan.ts';
import { shrink } from '../../src/challenge/shrink.ts';
import { foreign } from './specimens.ts';

const drive = { limit: 2, periodMs: 60_000 };
const plan = (convention: Partial<Convention>, startMs: number, ...moves: Move[]) =>
  resolvePlan(foreign('return 1', convention), { drive, startMs: beginningMs + startMs, moves });

const after = (plusMs: number, cost = 1): Move => ({ wait: { after: 'now', plusMs }, cost });

describe('a plan', () => {
  it('comes at every instant', () => {
    const { startMs, jumps } = plan({}, 999, after(0), after(1), after(1_500));
    expect(startMs).toBe(beginningMs + 999);
    expect(jumps.map(({ atMs }) => atMs)).toEqual([0, 1, 1_501]);
  });

  it('comes at whole ticks of a clock that is granted to be coarse', () => {
    const { startMs, jumps } = plan({ tickMs: 1_000 }, 999, after(0), after(1), after(999), after(1_500));
    expect(startMs).toBe(beginningMs + 1_000);
    expect(jumps.map(({ atMs }) => atMs)).toEqual([0, 1_000, 2_000, 4_000]);
  });

  it('asks for any cost, or for none below 1 where callers are trusted', () => {
    const costs = (convention: Partial<Convention>) =>
      plan(convention, 0, after(0, 3), after(0, -1), after(0, 0)).jumps.map(({ cost }) => cost);
    expect(costs({ costs: true })).toEqual([3, -1, 1]);
    expect(costs({ costs: true, costIsTrusted: true })).toEqual([3, 1, 1]);
    expect(costs({})).toEqual([1, 1, 1]);
  });
});

describe('a smaller sequence', () => {
  const jumps = [
    { atMs: 0, cost: 1 },
    { atMs: 900, cost: 1 },
  ];
  const smallest = async (tickMs: number, least: number) => {
    const specimen = foreign('return 1', { tickMs });
    const scaled = jumps.map((jump) => ({ ...jump, atMs: jump.atMs * tickMs }));
    const breaks = async (one: { jumps: readonly { atMs: number }[] }) =>
      one.jumps.length === 2 && one.jumps[1]!.atMs >= least ? 1 : null;
    const sequence = { drive, startMs: beginningMs, jumps: scaled };
    return (await shrink(specimen, sequence, breaks, 400)).jumps.map(({ atMs }) => atMs);
  };

  it('has its jumps at once, or else a millisecond apart', async () => {
    expect(await smallest(1, 0)).toEqual([0, 0]);
    expect(await smallest(1, 1)).toEqual([0, 1]);
  });

  it('or else a tick apart', async () => expect(await smallest(1_000, 1)).toEqual([0, 1_000]));
});
