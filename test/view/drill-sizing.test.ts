import { describe, expect, it } from 'vitest';
import { usualAssumptions } from '../../src/traffic/sizing.ts';
import { size, type Measured } from '../../src/traffic/sizing-run.ts';
import { sizingView, type SizingView } from '../../src/view/drill-sizing.ts';
import { plainStyle } from '../support/style.ts';

const work = (perSecond: number, cpuMicros: number | null) => ({
  decisions: 5_000,
  allowed: 0,
  perSecond,
  cpuMicros,
});
const gcra: Measured = {
  name: 'gcra',
  bytesPerShip: 155,
  admitted: work(40_500, 12.5),
  denied: work(61_000, 9.1),
};
const log: Measured = {
  name: 'sliding-window-log',
  bytesPerShip: 454,
  admitted: work(33_000, 16),
  denied: work(48_000, 12),
};
const demand = { ships: 10_000_000, perSecond: 50_000 };

function viewOf(measured: Measured[], changes: Partial<SizingView> = {}): SizingView {
  return {
    options: { ...demand, limit: 10, overMs: 1_000 },
    server: { name: 'valkey', version: '8.0.1' },
    keyBytes: 27,
    periodMs: 604_800_000,
    assumptions: usualAssumptions,
    sizing: { ships: 5_000, sized: size(measured, demand) },
    ...changes,
  };
}

describe('a sizing', () => {
  it('compares limiters, and shows every sum of one', () => {
    expect(sizingView(viewOf([log, gcra]), plainStyle())).toMatchInlineSnapshot(`
      "sizing · 10,000,000 ships · 50,000 decisions a second · 10 per 7 d each, used up
      measured on a throwaway server (valkey 8.0.1) · 5,000 ships each, keys of
        27 bytes
      ┌────────────────────┬───────┬───────┬─────────┬──────┬───────┬───────┐
      │ algorithm          │ bytes │ ratio │ all 10m │   µs │ speed │ nodes │
      ├────────────────────┼───────┼───────┼─────────┼──────┼───────┼───────┤
      │ sliding-window-log │   454 │  2.93 │ 4.2 GiB │ 16.0 │  0.78 │     6 │
      │ gcra               │   155 │  1.00 │ 1.4 GiB │ 12.5 │  1.00 │     6 │
      └────────────────────┴───────┴───────┴─────────┴──────┴───────┴───────┘
      ratio: its bytes, beside those of the least; nodes: primaries and replicas,
        worked out below.
      speed: decisions of one busy core, beside the fastest; µs: what one takes,
        admitted or denied, whichever is more. That is where many ask at once; asked
        one by one, each takes up to half more. Here over a few connections 33,000 to
        61,000 a second came through.
      sliding-window-log takes 2.9 times the bytes of gcra.

      Worked out for gcra:
      data     10,000,000 ships × 155 bytes = 1,550,000,000 bytes, or 1.4 GiB
      memory   that × 2 copies ÷ 50 % = 6,200,000,000 bytes, or 5.8 GiB in all
      rate     1,000,000 µs ÷ 12.5 µs for an admission = 80,000; × 50 % = 40,000 a
               second from a node
      nodes    50,000 ÷ 40,000 takes 2, 1.4 GiB ÷ 2 GiB takes 1; a cluster has 3 or
               more: 3 primaries and 3 replicas
      assumed  a core is busy 50 % of the time; a node has 4 GiB; data fills 50 % of
               it, so that there is room for a copy; each primary has 1 replica."
    `);
  });

  it('fits a narrow terminal without unicode', () => {
    expect(sizingView(viewOf([log, gcra]), plainStyle(40, { unicode: false }))).toMatchInlineSnapshot(`
      "sizing - 10,000,000 ships - 50,000
        decisions a second - 10 per 7 d each,
        used up
      measured on a throwaway server (valkey
        8.0.1) - 5,000 ships each, keys of
        27 bytes
      +------------------+-----+-------+-----+
      |algorithm         |bytes|all 10m|speed|
      +------------------+-----+-------+-----+
      |sliding-window-log|  454|4.2 GiB| 0.78|
      |gcra              |  155|1.4 GiB| 1.00|
      +------------------+-----+-------+-----+
      ratio: its bytes, beside those of the
        least; nodes: primaries and replicas,
        worked out below.
      speed: decisions of one busy core,
        beside the fastest; us: what one
        takes, admitted or denied, whichever
        is more. That is where many ask at
        once; asked one by one, each takes up
        to half more. Here over a few
        connections 33,000 to 61,000 a second
        came through.
      sliding-window-log takes 2.9 times
        the bytes of gcra.

      Worked out for gcra:
      data     10,000,000 ships x 155 bytes =
               1,550,000,000 bytes, or 1.4 GiB
      memory   that x 2 copies / 50 % =
               6,200,000,000 bytes, or 5.8 GiB
               in all
      rate     1,000,000 us / 12.5 us for an
               admission = 80,000; x 50 % =
               40,000 a second from a node
      nodes    50,000 / 40,000 takes 2,
               1.4 GiB / 2 GiB takes 1; a
               cluster has 3 or more: 3
               primaries and 3 replicas
      assumed  a core is busy 50 % of the
               time; a node has 4 GiB; data
               fills 50 % of it, so that there
               is room for a copy; each
               primary has 1 replica."
    `);
  });

  it('of one limiter has nobody beside it', () => {
    expect(sizingView(viewOf([gcra]), plainStyle())).toMatchInlineSnapshot(`
      "sizing · 10,000,000 ships · 50,000 decisions a second · 10 per 7 d each, used up
      measured on a throwaway server (valkey 8.0.1) · 5,000 ships, keys of 27 bytes
      ┌───────────┬───────┬─────────┬──────────┬─────────┬────────────┬───────┐
      │ algorithm │ bytes │ all 10m │ admit µs │ deny µs │ per second │ nodes │
      ├───────────┼───────┼─────────┼──────────┼─────────┼────────────┼───────┤
      │ gcra      │   155 │ 1.4 GiB │     12.5 │     9.1 │     80,000 │     6 │
      └───────────┴───────┴─────────┴──────────┴─────────┴────────────┴───────┘
      nodes: primaries and replicas, worked out below.
      A core that is busy all the time would decide 80,000 a second, where many ask at
        once; asked one by one, each takes up to half more. Here over a few
        connections 40,500 to 61,000 a second came through.

      Worked out:
      data     10,000,000 ships × 155 bytes = 1,550,000,000 bytes, or 1.4 GiB
      memory   that × 2 copies ÷ 50 % = 6,200,000,000 bytes, or 5.8 GiB in all
      rate     1,000,000 µs ÷ 12.5 µs for an admission = 80,000; × 50 % = 40,000 a
               second from a node
      nodes    50,000 ÷ 40,000 takes 2, 1.4 GiB ÷ 2 GiB takes 1; a cluster has 3 or
               more: 3 primaries and 3 replicas
      assumed  a core is busy 50 % of the time; a node has 4 GiB; data fills 50 % of
               it, so that there is room for a copy; each primary has 1 replica."
    `);
  });

  it('shows what is known on an engine that tells neither bytes nor time', () => {
    const untold = [log, gcra].map((one) => ({
      ...one,
      bytesPerShip: null,
      admitted: work(2_000, null),
      denied: work(one.name === 'gcra' ? 3_000 : 1_500, null),
    }));
    const view = viewOf(untold, { server: { name: 'look-alike', version: '8.0.0' } });
    expect(sizingView(view, plainStyle())).toMatchInlineSnapshot(`
      "sizing · 10,000,000 ships · 50,000 decisions a second · 10 per 7 d each, used up
      measured on a throwaway server (the built-in look-alike) · 5,000 ships each,
        keys of 27 bytes
      ┌────────────────────┬────────────┬───────┬───────┐
      │ algorithm          │ per second │ speed │ nodes │
      ├────────────────────┼────────────┼───────┼───────┤
      │ sliding-window-log │      1,500 │  0.75 │   134 │
      │ gcra               │      2,000 │  1.00 │   100 │
      └────────────────────┴────────────┴───────┴───────┘
      The look-alike tells neither its bytes nor its time, and is slower than a real
        server: install valkey-server to size one.
      nodes: primaries and replicas, worked out below.
      per second: what came through from here, admitted or denied, whichever was less.

      Worked out for gcra:
      rate     2,000 × 50 % = 1,000 a second from a node
      nodes    50,000 ÷ 1,000 takes 50, what the data takes is not known: 50 primaries
               and 50 replicas
      assumed  a core is busy 50 % of the time; a node has 4 GiB; data fills 50 % of
               it, so that there is room for a copy; each primary has 1 replica."
    `);
  });

  it('calls ships as they are typed', () => {
    const asked = (ships: number) =>
      sizingView(viewOf([gcra], { options: { ...demand, ships, limit: 10, overMs: 1_000 } }), plainStyle());
    expect(asked(2_500_000)).toContain(' all 2.5m ');
    expect(asked(50_000)).toContain(' all 50k ');
    expect(asked(1_234)).toContain(' all 1,234 ');
  });
});
