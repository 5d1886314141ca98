import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDrillCluster } from '../../src/engine/cluster/drill.ts';
import { slotOf } from '../../src/engine/slot.ts';
import type { Placed, SlotsReport } from '../../src/traffic/slots.ts';
import { clusterServer } from '../support/cluster.ts';
import { workerEngine } from '../support/worker-engine.ts';
import { documents, makeWorld } from '../support/world.ts';

describe.skipIf(!clusterServer)('hyperdrive drill slots [needs server]', () => {
  const place = mkdtempSync(join(tmpdir(), 'hd-s-'));
  let report: SlotsReport;
  beforeAll(async () => {
    const world = makeWorld('valkey://unused');
    const openCluster = (notice: (line: string) => void) =>
      openDrillCluster({ ...workerEngine().env, XDG_RUNTIME_DIR: place }, notice);
    const argv = ['drill', 'slots', 'enterprise', 'falcon', '--json', '--namespace', 'somebody'];
    await world.runCommand(argv, { ...world, openDrillCluster: openCluster });
    report = documents(world)[0] as unknown as SlotsReport;
  });
  afterAll(() => rmSync(place, { recursive: true }));

  it('places keys where their slots are served, the same for everybody', () => {
    const all = report.ships.flatMap(({ own, bare, tagged, shared }) => [own, ...bare, ...tagged, ...shared]);
    for (const { key, slot, node } of all) {
      expect(slot).toBe(slotOf(key));
      const { from, to } = report.primaries[node - 1]!;
      expect(slot).toBeGreaterThanOrEqual(from);
      expect(slot).toBeLessThanOrEqual(to);
    }
    expect(report.ships.map(({ own }) => own)).toEqual([
      { key: 'hyperdrive:enterprise', slot: 11_380, node: 3 },
      { key: 'hyperdrive:falcon', slot: 1_825, node: 1 },
    ]);
    expect(report.nodes).toEqual({ own: 2, shared: 1 });
  });

  const slots = (keys: readonly Placed[]) => new Set(keys.map(({ slot }) => slot)).size;
  const nodes = (keys: readonly Placed[]) => new Set(keys.map(({ node }) => node)).size;

  it("has the cluster refuse keys of two slots, in the server's words, and take those of one", () => {
    const { crossslot, tagged } = report;
    expect(slots(crossslot.keys)).toBe(2);
    expect(crossslot).toMatchObject({
      failed: true,
      allowed: null,
      error: expect.stringMatching(/^CROSSSLOT /),
    });
    expect(crossslot.meaning).toContain('hash tag');
    expect(slots(tagged.keys)).toBe(1);
    expect(tagged).toMatchObject({ failed: false, allowed: true, error: null });
  });

  it('finds a ship for which an undeclared key fails, and one for which it works by luck', () => {
    const { apart, luck } = report.undeclared;
    expect(nodes(apart.keys)).toBe(2);
    expect(apart).toMatchObject({ failed: true, error: expect.stringContaining('non local key') });
    expect(apart.meaning).toContain('declare');
    expect([slots(luck.keys), nodes(luck.keys)]).toEqual([2, 1]);
    expect(luck).toMatchObject({ failed: false, allowed: true });
  });
});

it('kills nobody else: a server of your own is refused', async () => {
  const world = makeWorld('valkey://unused');
  const argv = ['drill', 'slots', '--url', 'valkey://127.0.0.1:1'];
  await expect(world.runCommand(argv, world)).rejects.toThrow('a cluster of its own');
});
