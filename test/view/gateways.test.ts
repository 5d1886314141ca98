import { describe, expect, it } from 'vitest';
import { gatewaysView, type Gateways } from '../../src/view/gateways.ts';
import { plainStyle } from '../support/style.ts';

const share = (
  port: number,
  allowed: number,
  denied: number,
  troubles: [string, number][] = [],
  errors = 0,
) => ({
  url: `http://127.0.0.1:${port}/api/resource`,
  allowed,
  denied,
  errors,
  troubles: troubles.map(([what, jumps]) => ({ what, jumps })),
});
const three: Gateways = {
  shares: [share(8080, 5, 2), share(8081, 5, 2), share(8082, 5, 1)],
  latency: { p50: 1.234, p99: 12.9, max: 152.6 },
  by: {},
  drive: { limit: 5, periodMs: 60_000 },
  mostInAPeriod: 15,
  overMs: 0,
};
const view = (gateways: Gateways, width = 80, unicode = true) =>
  gatewaysView(gateways, plainStyle(width, { unicode }));

describe('the gateways of a burst', () => {
  it('have a line each, and are told to be above the limit together', () => {
    expect(view(three)).toMatchInlineSnapshot(`
      "┌───┬────────────────┬─────────┬────────┐
      │   │ gateway        │ allowed │ denied │
      ├───┼────────────────┼─────────┼────────┤
      │ 1 │ 127.0.0.1:8080 │       5 │      2 │
      │ 2 │ 127.0.0.1:8081 │       5 │      2 │
      │ 3 │ 127.0.0.1:8082 │       5 │      1 │
      └───┴────────────────┴─────────┴────────┘
      15 were allowed within 60 s: 3 times the limit of 5.
      Answers took 1.2 ms (p50), 13 ms (p99) and 153 ms at most."
    `);
  });

  it.each([
    [9, 60_000, true],
    [10, 60_000, true],
    [11, 60_000, false],
    [6, 15_000, true],
    [7, 15_000, false],
    [6, 0, false],
    [15, 600_000, false],
  ])(
    'that let %d of 5 through within %d ms are above the limit, and a bucket may be: %s',
    (most, overMs, may) => {
      const told = view({ ...three, mostInAPeriod: most, overMs }).replaceAll(/\s+/g, ' ');
      expect(told).toContain(`${most} were allowed within 60 s`);
      expect(told.includes('From a bucket that was full that is right: 5 at once')).toBe(may);
    },
  );

  it('that fail are told, and why', () => {
    const shares = [
      share(8080, 5, 2),
      share(8081, 0, 0, [['nothing listens there', 7]], 7),
      share(8082, 4, 0, [['status 503', 2], ['RateLimit cannot be read', 1]], 2),
    ]; // prettier-ignore
    const by = { engine: 7, local: 4 };
    expect(view({ ...three, shares, by, mostInAPeriod: 5 }, 40, false)).toMatchInlineSnapshot(`
      "+-+--------------+-------+------+------+
      | |gateway       |allowed|denied|errors|
      +-+--------------+-------+------+------+
      |1|127.0.0.1:8080|      5|     2|     0|
      |2|127.0.0.1:8081|      0|     0|     7|
      |3|127.0.0.1:8082|      4|     0|     2|
      +-+--------------+-------+------+------+
      Answers took 1.2 ms (p50), 13 ms (p99)
        and 153 ms at most.
      Decided by engine: 7.
      Decided by local: 4.
      http://127.0.0.1:8081/api/resource:
        nothing listens there (7 jumps).
      http://127.0.0.1:8082/api/resource:
        status 503 (2 jumps).
      http://127.0.0.1:8082/api/resource:
        RateLimit cannot be read (1 jump)."
    `);
  });

  it('may tell nothing of a limit, and nothing at all', () => {
    const silent = {
      ...three,
      drive: null,
      latency: null,
      shares: [share(8080, 0, 0, [['status 500', 3]], 3)],
    };
    expect(view(silent)).toMatchInlineSnapshot(`
      "┌───┬────────────────┬─────────┬────────┬────────┐
      │   │ gateway        │ allowed │ denied │ errors │
      ├───┼────────────────┼─────────┼────────┼────────┤
      │ 1 │ 127.0.0.1:8080 │       0 │      0 │      3 │
      └───┴────────────────┴─────────┴────────┴────────┘
      http://127.0.0.1:8080/api/resource: status 500 (3 jumps)."
    `);
  });

  it('say nothing to a terminal but text', () => {
    const hostile = { ...three, by: { '\u001b[2Jlocal': 3 } };
    expect(view(hostile)).toContain(String.raw`Decided by \x1b[2Jlocal: 3.`);
  });
});
