/** What the command measures; the arithmetic is tested beside it. */
import { expect, inject, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { evaluate, parseConditions } from '../../src/lesson/conditions.ts';
import type { Sized } from '../../src/traffic/sizing-run.ts';
import { engineUrl } from '../support/engine-here.ts';
import { documents, makeWorld } from '../support/world.ts';

const tells = inject('engineKind') !== 'builtin';

async function sizing(...options: string[]) {
  const world = makeWorld(engineUrl);
  await world.runCommand(['drill', 'sizing', '--json', ...options], world);
  const [document] = documents(world);
  return { document: document!, algorithms: document!['algorithms'] as Record<string, Sized> };
}

it('measures every algorithm, in facts that a mission may build on', async () => {
  const { document, algorithms } = await sizing('--for', '300ms');
  expect(Object.keys(algorithms)).toEqual(correct.map(({ name }) => name));
  expect(document).toMatchObject({
    drill: 'sizing',
    ships: 10_000_000,
    rate: 20_000,
    limit: 10,
    periodMs: 604_800_000,
  });
  for (const { admitted, denied, plan } of Object.values(algorithms)) {
    expect(admitted.decisions).toBeGreaterThan(0);
    expect(admitted.allowed).toBe(admitted.decisions);
    expect(denied.decisions).toBeGreaterThan(0);
    expect(denied.allowed).toBe(0);
    expect(plan.nodes).toBe(2 * plan.primaries);
  }
  const facts = tells
    ? 'mostBytes=sliding-window-log algorithms.sliding-window-log.bytesRatio>=2 algorithms.gcra.bytesRatio<1.3 algorithms.gcra.bytesPerShip>=80 algorithms.gcra.bytesPerShip<250 algorithms.gcra.denied.cpuMicros>0'
    : 'mostBytes=null algorithms.gcra.bytesPerShip=null algorithms.gcra.denied.cpuMicros=null algorithms.gcra.plan.dataBytes=null';
  expect(evaluate(parseConditions(facts)!, document)).toEqual({ holds: true });
});

it('measures one alone, at another limit and for another fleet', async () => {
  const line = '--algorithm sliding-window-log --limit 100 --ships 3m --rate 1k/s --for 100ms'.split(' ');
  const { document, algorithms } = await sizing(...line);
  expect(Object.keys(algorithms)).toEqual(['sliding-window-log']);
  const { bytesPerShip, admitted, denied, plan } = algorithms['sliding-window-log']!;
  expect(document).toMatchObject({
    ships: 3_000_000,
    rate: 1_000,
    limit: 100,
    fastest: 'sliding-window-log',
  });
  expect([admitted.allowed, denied.allowed]).toEqual([admitted.decisions, 0]);
  if (!tells) return expect(bytesPerShip).toBeNull();
  // A hundred units, each with its instant as name and as score.
  expect(bytesPerShip).toBeGreaterThan(100 * 2 * 8);
  expect(plan.dataBytes).toBe(3_000_000 * bytesPerShip!);
});

it('admits a limit of 1 once', async () => {
  const { algorithms } = await sizing('--algorithm', 'gcra', '--limit', '1', '--for', '100ms');
  const { admitted, denied } = algorithms['gcra']!;
  expect([admitted.allowed, denied.allowed]).toEqual([admitted.decisions, 0]);
});
