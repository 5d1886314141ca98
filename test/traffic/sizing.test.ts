import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmount, parseLargeRate } from '../../src/traffic/amount.ts';
import { plan, usualAssumptions } from '../../src/traffic/sizing.ts';
import { size, type Measured } from '../../src/traffic/sizing-run.ts';
import { measuredShips, shipKey } from '../../src/traffic/sizing-ships.ts';
import { turnsOf } from '../../src/traffic/sizing-time.ts';

const GiB = 1_024 ** 3;

describe('a plan', () => {
  it('is a primary and its replica as long as one is enough', () => {
    expect(
      plan({ ships: 1_000_000, perSecond: 10_000 }, { bytesPerShip: 160, nodePerSecond: 80_000 }),
    ).toEqual({
      dataBytes: 160_000_000,
      memoryBytes: 640_000_000,
      usablePerSecond: 40_000,
      primariesForRate: 1,
      primariesForMemory: 1,
      primaries: 1,
      nodes: 2,
    });
  });

  it.each([
    ['the rate', { ships: 1, perSecond: 200_001 }, { primariesForRate: 6, primariesForMemory: 1, nodes: 12 }],
    [
      'the memory',
      { ships: 67_108_865, perSecond: 1 },
      { primariesForRate: 1, primariesForMemory: 6, nodes: 12 },
    ],
    ['a majority', { ships: 1, perSecond: 40_001 }, { primariesForRate: 2, primaries: 3, nodes: 6 }],
  ])('has as many nodes as %s takes', (_, demand, expected) => {
    expect(plan(demand, { bytesPerShip: 160, nodePerSecond: 80_000 })).toMatchObject(expected);
  });

  it('goes by the rate alone where nobody knows the bytes', () => {
    expect(plan({ ships: 1e12, perSecond: 1 }, { bytesPerShip: null, nodePerSecond: 1 })).toMatchObject({
      dataBytes: null,
      memoryBytes: null,
      primariesForMemory: null,
      primaries: 1,
    });
  });

  it('meets what is asked, with no primary to spare but for the majority', () => {
    const asked = fc.record({
      ships: fc.integer({ min: 1, max: 1e10 }),
      perSecond: fc.integer({ min: 1, max: 1e8 }),
    });
    const figures = fc.record({
      bytesPerShip: fc.integer({ min: 1, max: 100_000 }),
      nodePerSecond: fc.integer({ min: 2, max: 500_000 }),
    });
    fc.assert(
      fc.property(asked, figures, (demand, figures) => {
        const { cpuShare, memoryShare, leastPrimaries } = usualAssumptions;
        const { primaries } = plan(demand, figures);
        const enough = (nodes: number) =>
          nodes * Math.floor(figures.nodePerSecond * cpuShare) >= demand.perSecond &&
          nodes * 4 * GiB * memoryShare >= demand.ships * figures.bytesPerShip;
        expect(enough(primaries)).toBe(true);
        if (primaries > leastPrimaries) expect(enough(primaries - 1)).toBe(false);
        expect(primaries).not.toBe(2);
      }),
    );
  });
});

describe('what is measured', () => {
  const work = (perSecond: number, cpuMicros: number | null) => ({
    decisions: 1,
    allowed: 1,
    perSecond,
    cpuMicros,
  });
  const measured: Measured[] = [
    { name: 'quick', bytesPerShip: 200, admitted: work(9, 10), denied: work(9, 5) },
    { name: 'small', bytesPerShip: 100, admitted: work(9, 12.5), denied: work(9, 20) },
  ];

  it('is compared with the best, by the dearer kind of decision', () => {
    const sized = size(measured, { ships: 10, perSecond: 1 });
    expect(
      sized.map(({ nodePerSecond, speedRatio, bytesRatio, plan }) => [
        nodePerSecond,
        speedRatio,
        bytesRatio,
        plan.dataBytes,
      ]),
    ).toEqual([
      [100_000, 1, 2, 2_000],
      [50_000, 0.5, 1, 1_000],
    ]);
  });

  it('is what came through where the server tells nothing', () => {
    const look = { name: 'look', bytesPerShip: null, admitted: work(30, null), denied: work(20, null) };
    expect(size([look], { ships: 10, perSecond: 1 })).toMatchObject([
      { nodePerSecond: 20, speedRatio: 1, bytesRatio: null },
    ]);
  });

  it('fills its tables as far as ten million ships fill theirs', () => {
    const filled = (keys: number) => keys / 2 ** Math.ceil(Math.log2(keys));
    for (const limit of [1, 10, 100, 1_000]) {
      const ships = measuredShips(limit, 200_000);
      expect(ships * limit).toBeLessThanOrEqual(200_000);
      expect(filled(ships)).toBeCloseTo(filled(10_000_000), 1);
    }
    expect(measuredShips(1_000, 1)).toBe(1);
  });

  it('has keys of one length', () => {
    expect(shipKey(0)).toBe('hyperdrive:ship-00000000000');
    expect(shipKey(69_999)).toHaveLength(shipKey(0).length);
  });

  it('gives every ship its turn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(1_000), (ships, turns) => {
        const each = Array.from({ length: ships }, (_, ship) => turnsOf(ship, ships, turns));
        expect(each.reduce((sum, one) => sum + one)).toBe(turns);
        expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('amounts', () => {
  it.each([
    ['10m', 10_000_000],
    ['2.3M', 2_300_000],
    ['50k', 50_000],
    ['250', 250],
    ['0.1', 0.1],
    ['10x', null],
    ['m', null],
    ['-5', null],
    ['1e9', null],
    ['', null],
  ])('%j', (text, value) => {
    expect(parseAmount(text)).toBe(value);
  });

  it.each([
    ['50k/s', { jumps: 50_000, perMs: 1_000 }],
    ['3m/m', { jumps: 3_000_000, perMs: 60_000 }],
    ['600', { jumps: 600, perMs: 1_000 }],
    ['0/s', null],
    ['5/s/s', null],
    ['/s', null],
  ])('as a rate: %j', (text, value) => {
    expect(parseLargeRate(text)).toEqual(value);
  });
});
