import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/engine/connection.ts';
import { openEngine } from '../../../src/engine/engine.ts';
import { freePorts } from '../../../src/engine/cluster/ports.ts';
import { startCluster } from '../../../src/engine/cluster/start.ts';
import { startHostedCluster } from '../../../src/engine/host/cluster.ts';
import { parseServerUrl } from '../../../src/engine/url.ts';
import { clusterServer } from '../../support/cluster.ts';

describe.skipIf(!clusterServer)('a private cluster that is started [needs server]', () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'hd-s-'));
  });
  afterEach(() => rmSync(place, { recursive: true }));

  it('counts who is connected, and not its own nodes: else it would never be idle', async () => {
    const hosted = await startHostedCluster(place, clusterServer!, () => {});
    try {
      expect(await hosted.clients()).toBe(0);
      const { nodes, password } = await hosted.cluster!();
      const hosts = nodes.map(({ address }) => address).join(',');
      const engine = await openEngine('url', parseServerUrl(`valkey://:${password}@${hosts}`));
      expect(await hosted.clients()).toBeGreaterThan(0);
      engine.close();
      await expect.poll(() => hosted.clients()).toBe(0);
      // Also where one of the nodes hangs.
      const another = await connect(parseServerUrl(`valkey://:${password}@${nodes[1]!.address}`));
      process.kill(hosted.pid, 'SIGSTOP');
      expect(await hosted.clients()).toBeGreaterThan(0);
      another.close();
      const silence = () => hosted.clients().then(null, (error: Error) => error.message);
      await expect.poll(silence, { timeout: 20_000 }).toBe('no answer');
    } finally {
      await hosted.stop();
    }
  });

  it('takes other ports where somebody was faster at one', async () => {
    const somebody = createServer();
    await new Promise<void>((resolve) => somebody.listen(0, '127.0.0.1', resolve));
    const { port: taken } = somebody.address() as AddressInfo;
    // What a machine that died has left goes by the way.
    const left = join(place, 'node-0a1b2c-0');
    mkdirSync(left);
    utimesSync(left, 1, 1);
    let asked = 0;
    const ports = async (count: number) => {
      const free = await freePorts(count);
      return ++asked > 1 ? free : [taken, ...free.slice(1)];
    };
    const cluster = await startCluster({ command: clusterServer!, env: process.env, place, ports });
    await cluster.stop();
    somebody.close();
    expect(asked).toBe(2);
    expect(readdirSync(place)).toEqual([]);
  });
});
