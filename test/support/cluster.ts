import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startCluster, type StartedCluster } from '../../src/engine/cluster/start.ts';
import { findProgram } from '../../src/platform/search-path.ts';
import { workerEngine } from './worker-engine.ts';

/** The server that a cluster of the tests' is made of; null on the built-in engine, which cannot be in one. */
export const clusterServer =
  inject('engineKind') === 'builtin'
    ? null
    : findProgram(['valkey-server', 'redis-server'], workerEngine().env['PATH']);

export interface TestCluster extends StartedCluster {
  /** With its password. */
  url: string;
}

/** Three primaries with a replica each, of this test file's own. */
export async function startTestCluster(): Promise<TestCluster> {
  const place = mkdtempSync(join(tmpdir(), 'hd-c-'));
  const cluster = await startCluster({ command: clusterServer!, env: process.env, place });
  const hosts = cluster.nodes.map(({ port }) => `127.0.0.1:${port}`);
  return {
    ...cluster,
    url: `valkey://:${cluster.password}@${hosts.join(',')}`,
    async stop() {
      await cluster.stop();
      rmSync(place, { recursive: true });
    },
  };
}
