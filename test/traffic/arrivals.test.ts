import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { before, first, onOff, poisson, steady, type Instants } from '../../src/traffic/arrivals.ts';
import { seeded } from '../../src/traffic/random.ts';
import type { Rate } from '../../src/traffic/rate.ts';

const most = 1_000_000;
const rates = fc.record({
  jumps: fc.integer({ min: 1, max: 500 }),
  perMs: fc.integer({ min: 1, max: 60_000 }),
});
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const phases = fc.integer({ min: 1, max: 20_000 });

/** Every kind, made of the same numbers. */
const kinds: Record<string, (rate: Rate, seed: number, phaseMs: number) => Instants> = {
  steady,
  poisson: (rate, seed) => poisson(rate, seeded(seed)),
  'on-off': (rate, _seed, phaseMs) => onOff(rate, phaseMs),
};

describe.each(Object.entries(kinds))('%s', (_, make) => {
  it('gives whole milliseconds in order, as many as asked, the same for the same seed', () => {
    fc.assert(
      fc.property(rates, seeds, phases, fc.integer({ min: 1, max: 300 }), (rate, seed, phaseMs, count) => {
        const found = first(count, make(rate, seed, phaseMs));
        expect(found).toHaveLength(count);
        expect(found.every((at) => Number.isSafeInteger(at) && at >= 0)).toBe(true);
        expect(found).toEqual(found.toSorted((a, b) => a - b));
        expect(first(count, make(rate, seed, phaseMs))).toEqual(found);
      }),
    );
  });

  it('before an instant gives exactly those that come earlier', () => {
    fc.assert(
      fc.property(rates, seeds, phases, fc.integer({ min: 1, max: 200 }), (rate, seed, phaseMs, count) => {
        const all = first(count + 1, make(rate, seed, phaseMs));
        const overMs = all[count]!;
        const wanted = all.filter((at) => at < overMs);
        expect(before(overMs, make(rate, seed, phaseMs), most)).toEqual(wanted);
        if (wanted.length) expect(before(overMs, make(rate, seed, phaseMs), wanted.length - 1)).toBeNull();
      }),
    );
  });
});

describe('steady', () => {
  it('begins at once and never drifts', () => {
    expect(first(7, steady({ jumps: 3, perMs: 1_000 }))).toEqual([0, 333, 666, 1_000, 1_333, 1_666, 2_000]);
    expect(first(100_001, steady({ jumps: 3, perMs: 1_000 })).at(-1)).toBe(33_333_333);
    expect(before(32_000, steady({ jumps: 2, perMs: 1_000 }), most)).toHaveLength(64);
  });
});

describe('poisson', () => {
  const over = 1_000_000;
  const rate = { jumps: 10, perMs: 1_000 };

  it('comes at its rate in the mean, by gaps whose spread is as large as they are', () => {
    const found = before(over, poisson(rate, seeded(7)), most)!;
    // 10,000 are due; five standard deviations are 500.
    expect(Math.abs(found.length - 10_000)).toBeLessThan(500);
    const gaps = found.slice(1).map((at, index) => at - found[index]!);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.95);
    expect(Math.sqrt(variance) / mean).toBeLessThan(1.05);
  });

  it('differs from seed to seed', () => {
    const of = (seed: number) => first(20, poisson(rate, seeded(seed)));
    expect(of(1)).not.toEqual(of(2));
  });
});

describe('on-off', () => {
  it('has twice the rate for a phase, then nothing for one', () => {
    const found = before(20_000, onOff({ jumps: 2, perMs: 1_000 }, 5_000), most)!;
    expect(found).toHaveLength(40);
    expect(found.slice(0, 3)).toEqual([0, 250, 500]);
    expect(found.filter((at) => at % 10_000 >= 5_000)).toEqual([]);
    expect(found.filter((at) => at >= 10_000)).toHaveLength(20);
  });
});

describe('chance', () => {
  it('is spread evenly from 0 to 1', () => {
    const random = seeded(42);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < 10_000; n++) tenths[Math.floor(random() * 10)]!++;
    // 1,000 are due in each; five standard deviations are 150.
    for (const tenth of tenths) expect(Math.abs(tenth - 1_000)).toBeLessThan(150);
  });
});
