import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/port.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import type { Decider } from '../../src/gateway/decider.ts';
import { clusterServer, startTestCluster, type TestCluster } from '../support/cluster.ts';
import { ask } from './policies.ts';
import { realDecider } from './real-decider.ts';

describe.skipIf(!clusterServer)('a gateway on a cluster [needs server]', () => {
  let cluster: TestCluster;
  let engine: Engine;
  let decider: Decider;
  const notices: string[] = [];
  const open = () => openEngine('url', parseServerUrl(cluster.url));
  beforeAll(async () => {
    cluster = await startTestCluster();
    engine = await open();
    // Long enough for a busy machine, and too short for a failover.
    decider = await realDecider(open, { deadlineMs: 1_000 }, notices);
  });
  afterAll(async () => {
    await decider?.close();
    engine?.close();
    await cluster?.stop();
  });

  it(
    'of which one primary hangs, is decided by the others, and by who takes over',
    { timeout: 60_000 },
    async () => {
      const nodeOf = (caller: string) => engine.cluster!.placeOf(`{${caller}}`).node!;
      const callers = Array.from({ length: 12 }, (_, n) => `caller-${n}`);
      const victim = engine.cluster!.primaries()[0]!;
      const [theirs, others] = [true, false].map((is) =>
        callers.filter((caller) => (nodeOf(caller) === victim.address) === is),
      ) as [string[], string[]];
      const by = (some: string[]) =>
        Promise.all(some.map(async (caller) => (await decider.decide(ask(undefined, 0, caller))).by));
      expect(new Set(await by(callers))).toEqual(new Set(['engine']));

      const pid = Number(/process_id:(\d+)/.exec(String(await victim.call('INFO', 'server')))![1]);
      process.kill(pid, 'SIGSTOP');
      expect(new Set(await by(theirs))).toEqual(new Set(['closed']));
      const seen = new Set<string>();
      const takenOver = async () => {
        for (const one of await by(others)) seen.add(one);
        return (await by(theirs)).every((one) => one === 'engine');
      };
      await expect.poll(takenOver, { timeout: 40_000 }).toBe(true);
      expect(seen).toEqual(new Set(['engine']));
      for (const line of notices.slice(0, -1)) expect(line).toContain(`Keys on ${victim.address}: `);
      process.kill(pid, 'SIGCONT');
    },
  );
});
