import { expect, it } from 'vitest';
import type { HostedNode } from '../../src/engine/host/protocol.ts';
import { engineView, statusView } from '../../src/view/engine.ts';
import { healthyProbes } from '../support/facts.ts';
import { plainStyle } from '../support/style.ts';

const at = (port: number) => `127.0.0.1:${port}`;
const nodes: HostedNode[] = [
  { address: at(7001), state: 'primary', slots: '0-16383' },
  { address: at(7002), state: 'replica', slots: '', primary: at(7001) },
  { address: at(7003), state: 'dead', slots: '' },
];
it('a cluster tells how many of its nodes are gone', () => {
  const engine = { ...healthyProbes.engine, kind: 'cluster', address: `${at(7001)},${at(7002)}` } as const;
  expect(engineView(engine, plainStyle(80), nodes).split('\n')).toContain('1 node is gone');
  expect(engineView(engine, plainStyle(80), nodes.slice(0, 2))).not.toContain('gone');
});

it('a replica tells whose it is', () => {
  const engine = { kind: 'cluster', socket: '/s', pid: 1, cluster: { nodes } } as const;
  const status = { ok: true, protocol: 2, pid: 1, startedAtMs: 0, engines: [engine] } as const;
  const lines = statusView('cluster', { ...status, engines: [engine] }, 60_000, plainStyle(80)).split('\n');
  expect(lines).toContain(`  ${at(7002)}  replica of ${at(7001)}`);
  expect(lines).toContain(`  ${at(7003)}  dead`);
});
