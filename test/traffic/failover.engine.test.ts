import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAlgorithm } from '../../src/algorithms/index.ts';
import { openDrillCluster, type DrillCluster } from '../../src/engine/cluster/drill.ts';
import { slotOf } from '../../src/engine/slot.ts';
import type { Target } from '../../src/limiter/jump.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { drillFailover, type FailoverReport } from '../../src/traffic/failover.ts';
import { readLua } from '../lua/trace.ts';
import { clusterServer } from '../support/cluster.ts';
import { workerEngine } from '../support/worker-engine.ts';

const algorithm = findAlgorithm('fixed-window');
const limit = 150;

/** Ships of three primaries: one drill each, on the same cluster. */
const plain = 'hyperdrive:tardis';
const lagging = 'hyperdrive:nostromo';
const usedUp = 'hyperdrive:enterprise';

function target(key: string): Target {
  const drive = { algorithm: algorithm.name, limit, periodMs: 86_400_000 };
  const scripts = makeScripts('lua/fixed-window.lua', readLua('fixed-window'));
  return { ship: key, drive, algorithm, key, scripts };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}

/** What holds of every failover, however long it took and whatever it lost. */
function checkLaws(report: FailoverReport, key: string): void {
  const { admitted, admittedBefore, lost, unanswered, most, overAdmitted } = report;
  expect(report).toMatchObject({ slot: slotOf(key), key });
  expect(report.newPrimary).not.toBe(report.oldPrimary);
  expect(admittedBefore).toBeGreaterThanOrEqual(100);
  expect(report.withoutDecisionsMs).toBeGreaterThan(0);
  expect(admitted).toBeLessThanOrEqual(most + lost);
  expect(overAdmitted).toBe(Math.max(0, admitted - most));
  expect(Math.min(lost, unanswered)).toBe(0);
  const errors = report.errors.reduce((sum, { count }) => sum + count, 0);
  expect(report.jumps).toBe(admitted + report.denied + errors);
  const told = report.timeline.map(({ event }) => event);
  const order = ['begin', 'killed', 'took over', 'limit reached', 'back as a replica'] as const;
  expect(told.filter((event) => (order as readonly string[]).includes(event))).toEqual(order);
}

describe.skipIf(!clusterServer)('a failover [needs server]', () => {
  const place = mkdtempSync(join(tmpdir(), 'hd-d-'));
  let cluster: DrillCluster;
  beforeAll(async () => {
    cluster = await openDrillCluster({ ...workerEngine().env, XDG_RUNTIME_DIR: place }, () => {});
  });
  afterAll(async () => {
    await cluster?.stop();
    expect(readdirSync(join(place, 'hyperdrive'))).toEqual([]);
    rmSync(place, { recursive: true });
  });
  const drill = (key: string, lagMs: number, wait: (ms: number) => Promise<void> = sleep) =>
    drillFailover(cluster, target(key), {
      prefix: 'hyperdrive:',
      clients: 4,
      everyMs: 5,
      lagMs,
      now: Date.now,
      sleep: wait,
    });

  it('admits no more than the limit and what was lost, and the dead come back as replicas', async () => {
    const report = await drill(plain, 0);
    checkLaws(report, plain);
    expect(await cluster.primaryOf(plain)).toBe(report.newPrimary);
    expect(await cluster.isReplica(report.oldPrimary)).toBe(true);
  });

  it('loses what its replica had not heard of, and admits it again', async () => {
    const report = await drill(lagging, 50);
    checkLaws(report, lagging);
    expect(report.lost).toBeGreaterThan(0);
    if (report.most === limit) expect(report.overAdmitted).toBeGreaterThan(0);
  });

  it('admits again all that was lost where the quota was used up before the death', async () => {
    const lagMs = 1_234;
    const used = async () => Number(await cluster.engine.call('HGET', usedUp, 'used'));
    let jumps = 0;
    // The lag lasts until the quota is used up, and a good many jumps more are denied.
    const report = await drill(usedUp, lagMs, async (ms) => {
      if (ms !== lagMs) {
        jumps++;
        await sleep(ms);
        return;
      }
      await until(async () => (await used()) === limit);
      const enough = jumps + 50;
      await until(() => jumps >= enough);
    });
    checkLaws(report, usedUp);
    expect(report.lost).toBeGreaterThan(0);
    if (report.most === limit) expect(report.overAdmitted).toBe(report.lost);
  });
});
