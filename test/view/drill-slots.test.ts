import { expect, it } from 'vitest';
import type { Placed, SlotsReport, Tried } from '../../src/traffic/slots.ts';
import { slotsView } from '../../src/view/drill-slots.ts';
import { plainStyle } from '../support/style.ts';

const at = (key: string, slot: number, node: number): Placed => ({ key: `hyperdrive:${key}`, slot, node });
const tried = (keys: Placed[], more: Partial<Tried>): Tried => ({
  keys,
  allowed: null,
  failed: false,
  error: null,
  meaning: null,
  ...more,
});
const bare = [at('falcon:per-second', 9_322, 2), at('falcon:per-day', 4_805, 1)];
const tagged = [at('{falcon}:per-second', 9_171, 2), at('{falcon}:per-day', 9_171, 2)];
const shared = [at('{fleet}:falcon:per-day', 14_574, 3), at('{fleet}:everyone', 14_574, 3)];
const report: SlotsReport = {
  primaries: [
    { node: 1, address: '127.0.0.1:7001', from: 0, to: 5_460 },
    { node: 2, address: '127.0.0.1:7002', from: 5_461, to: 10_922 },
    { node: 3, address: '127.0.0.1:7003', from: 10_923, to: 16_383 },
  ],
  ships: [{ ship: 'falcon', own: at('falcon', 1_825, 1), bare, tagged, shared }],
  nodes: { own: 1, shared: 1 },
  crossslot: tried(bare, {
    failed: true,
    error: 'CROSSSLOT Keys\u001b[2J',
    meaning: 'CROSSSLOT: its keys are in different slots.',
  }),
  tagged: tried(tagged, { allowed: true }),
  undeclared: {
    apart: {
      ship: 'falcon',
      ...tried([at('falcon.b', 15_283, 3), at('falcon.b:last', 349, 1)], {
        failed: true,
        error: `ERR non local key script: ${'03f387a3'.repeat(5)}, on @user_script:19.`,
        meaning: 'that key lives on another node.',
      }),
    },
    luck: {
      ship: 'tardis',
      ...tried([at('tardis.b', 560, 1), at('tardis.b:last', 1_729, 1)], { allowed: true }),
    },
  },
};
const server = { name: 'valkey', version: '8.0.1' };

it('tells where the keys are, each once', () => {
  expect(slotsView(report, server, plainStyle(80), 'places')).toMatchInlineSnapshot(`
    "valkey 8.0.1, throwaway cluster
    slots · node 1: 0–5460 · node 2: 5461–10922 · node 3: 10923–16383

    ┌───────────────────────────────────┬───────┬──────┐
    │ key                               │  slot │ node │
    ├───────────────────────────────────┼───────┼──────┤
    │ hyperdrive:falcon                 │  1825 │    1 │
    │ hyperdrive:falcon:per-second      │  9322 │    2 │
    │ hyperdrive:falcon:per-day         │  4805 │    1 │
    │ hyperdrive:{falcon}:per-second    │  9171 │    2 │
    │ hyperdrive:{falcon}:per-day       │  9171 │    2 │
    │ hyperdrive:{fleet}:falcon:per-day │ 14574 │    3 │
    │ hyperdrive:{fleet}:everyone       │ 14574 │    3 │
    └───────────────────────────────────┴───────┴──────┘
    hyperdrive:falcon is on 1 node, those in {fleet} on 1 node."
  `);
});

it('names the keys that it counts the nodes of, as long as they are few', () => {
  const [ship] = report.ships;
  const told = (names: string[], width = 80) => {
    const ships = names.map((name) => ({ ...ship!, ship: name, own: at(name, 1, 1) }));
    const view = slotsView(
      { ...report, ships, nodes: { own: 2, shared: 1 } },
      server,
      plainStyle(width),
      'places',
    );
    return view.split(/[┘]\n/).at(-1);
  };
  expect(told(['enterprise', 'falcon'])).toBe(
    'hyperdrive:enterprise and hyperdrive:falcon are on 2 nodes, those in {fleet} on\n  1 node.',
  );
  expect(told(['a', 'b', 'c'])).toMatch(/^hyperdrive:a, hyperdrive:b and hyperdrive:c are on 2 nodes,/);
  expect(told(['a', 'b', 'c', 'd'])).toMatch(/^The 4 keys such as hyperdrive:a are on 2 nodes,/);
});

it('tells what the cluster said, in its words and in others', () => {
  expect(slotsView(report, server, plainStyle(80), 'two-keys')).toMatchInlineSnapshot(`
    "valkey 8.0.1, throwaway cluster
    slots · node 1: 0–5460 · node 2: 5461–10922 · node 3: 10923–16383

    Two limits in one call, no braces:
    ┌──────────────────────────────┬──────┬──────┐
    │ key                          │ slot │ node │
    ├──────────────────────────────┼──────┼──────┤
    │ hyperdrive:falcon:per-second │ 9322 │    2 │
    │ hyperdrive:falcon:per-day    │ 4805 │    1 │
    └──────────────────────────────┴──────┴──────┘
    Refused: CROSSSLOT Keys\\x1b[2J
    In other words: its keys are in different slots.

    The same with braces:
    ┌────────────────────────────────┬──────┬──────┐
    │ key                            │ slot │ node │
    ├────────────────────────────────┼──────┼──────┤
    │ hyperdrive:{falcon}:per-second │ 9171 │    2 │
    │ hyperdrive:{falcon}:per-day    │ 9171 │    2 │
    └────────────────────────────────┴──────┴──────┘
    Allowed."
  `);
  expect(slotsView(report, server, plainStyle(40, { unicode: false }), 'undeclared')).toMatchInlineSnapshot(`
    "valkey 8.0.1, throwaway cluster
    slots - node 1: 0-5460 - node 2:
      5461-10922 - node 3: 10923-16383

    falcon declares the first of two keys,
      and uses both:
    +---------------+-------+------+
    | hyperdrive:   |  slot | node |
    +---------------+-------+------+
    | falcon.b      | 15283 |    3 |
    | falcon.b:last |   349 |    1 |
    +---------------+-------+------+
    Refused: ERR non local key script:
      03f387a3..., on @user_script:19.
    In other words: that key lives on
      another node.

    tardis does the same:
    +---------------+------+------+
    | hyperdrive:   | slot | node |
    +---------------+------+------+
    | tardis.b      |  560 |    1 |
    | tardis.b:last | 1729 |    1 |
    +---------------+------+------+
    Allowed. Luck: both are on one node."
  `);
});

it('tells all where no part is asked for, and fits', () => {
  const all = slotsView(report, server, plainStyle(40));
  for (const part of ['places', 'two-keys', 'undeclared'] as const)
    expect(all).toContain(
      slotsView(report, server, plainStyle(40), part).split('\n\n').slice(1).join('\n\n'),
    );
  for (const line of all.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  expect(all).not.toContain('\u001b');
});
