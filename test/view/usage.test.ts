import { describe, expect, it } from 'vitest';
import type { MinuteUsage, ShipUsage, Usage } from '../../src/usage/read.ts';
import { grouped, groupOf, sparkline } from '../../src/view/sparkline.ts';
import { deniedShare } from '../../src/view/usage-parts.ts';
import { usageView } from '../../src/view/usage.ts';
import { shipUsageView } from '../../src/view/usage-ship.ts';
import { plainStyle } from '../support/style.ts';

const fromMs = Date.UTC(2030, 0, 1, 13, 6);
const nowMs = fromMs + 59 * 60_000 + 30_000;

/** A ship with these jumps in the last of its minutes, allowed and denied. */
function ship(name: string, last: [allowed: number, denied: number][], minutes = 60): ShipUsage {
  const perMinute: MinuteUsage[] = Array.from({ length: minutes }, (_, i) => {
    const [allowed, denied] = last[i - minutes + last.length] ?? [0, 0];
    return { atMs: fromMs + i * 60_000, allowed, denied };
  });
  return {
    ship: name,
    allowed: perMinute.reduce((sum, { allowed }) => sum + allowed, 0),
    denied: perMinute.reduce((sum, { denied }) => sum + denied, 0),
    perMinute,
  };
}

const ramp: [number, number][] = Array.from({ length: 16 }, (_, i) => [i + 1, i > 7 ? i * 2 : 0]);
const usage: Usage = {
  clock: { mode: 'live', nowMs },
  fromMs,
  minutes: 60,
  ships: [
    ship('kobayashi', ramp),
    ship('enterprise', [
      [5, 0],
      [0, 0],
      [5, 15],
    ]),
  ],
  complete: true,
  top: {
    sinceMs: Date.UTC(2030, 0, 1, 13, 0),
    total: 350,
    errorAtMost: 12,
    talkers: [
      { ship: 'kobayashi', jumps: 320, error: 0 },
      { ship: 'enterprise', jumps: 30, error: 5 },
    ],
  },
};

describe('a report of all ships', () => {
  it('is a line a ship, and who talks most', () => {
    expect(usageView(usage, 10, plainStyle())).toMatchInlineSnapshot(`
      "Last 60 minutes, 13:06 to 14:05 UTC · 146 allowed, 199 denied (58 %)
      ┌────────────┬─────────┬────────┬──────────┬────────────────────────────────┐
      │ ship       │ allowed │ denied │ % denied │ jumps                          │
      ├────────────┼─────────┼────────┼──────────┼────────────────────────────────┤
      │ kobayashi  │     136 │    184 │     58 % │                       ▁▁▁▂▅▆▇█ │
      │ enterprise │      10 │     15 │     60 % │                             ▂█ │
      └────────────┴─────────┴────────┴──────────┴────────────────────────────────┘
      A bar is 2 min, the last one now; the highest is each ship's own peak.

      Top talkers since 13:00 UTC, of 350 jumps
      ┌───┬────────────┬──────────┬────────┐
      │   │ ship       │    jumps │ of all │
      ├───┼────────────┼──────────┼────────┤
      │ 1 │ kobayashi  │      320 │   91 % │
      │ 2 │ enterprise │ 25 to 30 │    9 % │
      └───┴────────────┴──────────┴────────┘
      A count may be too high, never too low. Whoever is missing made 12 jumps at
        most."
    `);
  });

  it('fits 40 columns, without unicode', () => {
    const text = usageView(usage, 10, plainStyle(40, { unicode: false }));
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
    expect(text).toMatchInlineSnapshot(`
      "Last 60 minutes, 13:06 to 14:05 UTC -
        146 allowed, 199 denied (58 %)
      +----------+-------+------+------------+
      |ship      |allowed|denied|jumps       |
      +----------+-------+------+------------+
      |kobayashi |    136|   184|        1148|
      |enterprise|     10|    15|           8|
      +----------+-------+------+------------+
      A digit is 5 min, the last one now; 8 is
        each ship's own peak.

      Top talkers since 13:00 UTC, of 350
        jumps
      +---+------------+----------+--------+
      |   | ship       |    jumps | of all |
      +---+------------+----------+--------+
      | 1 | kobayashi  |      320 |   91 % |
      | 2 | enterprise | 25 to 30 |    9 % |
      +---+------------+----------+--------+
      A count may be too high, never too low.
        Whoever is missing made 12 jumps at
        most."
    `);
  });

  it('shows as many as are asked for, and says how many more there are', () => {
    const many = { ...usage, complete: false, top: { ...usage.top, errorAtMost: 0 } };
    const text = usageView(many, 1, plainStyle());
    expect(text).toContain('and 1 more ship\n');
    expect(text).not.toContain('enterprise');
    expect(text).toContain('There are more ships than a report looks at');
    expect(text).toContain('These counts are exact.');
  });

  it('knows how many jumps those made who are not shown', () => {
    expect(usageView(usage, 1, plainStyle())).toContain('missing made 30 jumps');
  });

  it('shows the top talkers where no ship has jumped of late, and the ships where there are none', () => {
    expect(usageView({ ...usage, ships: [] }, 10, plainStyle())).toContain('320');
    const none = { sinceMs: null, total: 0, errorAtMost: 0, talkers: [] };
    expect(usageView({ ...usage, top: none }, 10, plainStyle())).toMatch(
      /The list of top talkers is empty\.$/,
    );
  });

  it('escapes names, and cuts long ones before the bars', () => {
    const names = ['\u001b[31mred', 'x'.repeat(64)];
    const ships = names.map((name) => ship(name, ramp));
    const text = usageView({ ...usage, ships }, 10, plainStyle());
    expect(text).not.toContain('\u001b');
    expect(text).toContain(String.raw`\x1b[31mred`);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(text).toContain('█');
  });
});

describe('a report of one ship', () => {
  it('is a chart and its minutes', () => {
    expect(shipUsageView(usage.ships[1]!, usage, plainStyle())).toMatchInlineSnapshot(`
      "enterprise · last 60 minutes: 10 allowed, 15 denied (60 %)
      allowed                                                           ▃ ▃
      denied                                                              █
               13:06                                                  14:05
      A bar is a minute; the highest is 15 jumps. Times are UTC.
      ┌────────┬─────────┬────────┬──────────┐
      │ minute │ allowed │ denied │ % denied │
      ├────────┼─────────┼────────┼──────────┤
      │ 14:03  │       5 │      0 │      0 % │
      │ 14:05  │       5 │     15 │     75 % │
      └────────┴─────────┴────────┴──────────┘"
    `);
  });

  it('fits 40 columns, without unicode', () => {
    expect(shipUsageView(usage.ships[1]!, usage, plainStyle(40, { unicode: false }))).toMatchInlineSnapshot(`
      "enterprise - last 60 minutes: 10
        allowed, 15 denied (60 %)
      allowed                              33
      denied                                8
               13:06                    14:05
      A digit is 2 min; 8 is 15 jumps. Times
        are UTC.
      +--------+---------+--------+----------+
      | minute | allowed | denied | % denied |
      +--------+---------+--------+----------+
      | 14:03  |       5 |      0 |      0 % |
      | 14:05  |       5 |     15 |     75 % |
      +--------+---------+--------+----------+"
    `);
  });

  it('has the last twenty minutes in which something happened', () => {
    const busy = ship(
      'enterprise',
      Array.from({ length: 30 }, (): [number, number] => [1, 0]),
    );
    const text = shipUsageView(busy, usage, plainStyle());
    expect(text.match(/│ 1[34]:\d\d {2}│/g)).toHaveLength(20);
    expect(text).toContain('Before that 10 minutes more');
  });
});

it.each([
  [0, 0, ''],
  [1, 0, '0 %'],
  [0, 1, '100 %'],
  [999, 1, '<1 %'],
  [1, 999, '>99 %'],
  [2, 1, '33 %'],
])('%i allowed and %i denied are %j', (allowed, denied, share) => {
  expect(deniedShare({ allowed, denied })).toBe(share);
});

describe('bars', () => {
  it('are grouped from the end', () => {
    expect(grouped([1, 2, 3, 4, 5], 2)).toEqual([1, 5, 9]);
    expect(grouped([1, 2, 3], 1)).toEqual([1, 2, 3]);
    expect(grouped([], 3)).toEqual([]);
  });

  it.each([
    [60, 60, 1],
    [60, 59, 2],
    [60, 12, 5],
    [60, 7, 10],
    [7, 3, 3],
    [60, 1, 60],
  ])('%i minutes in %i columns share by %i', (length, cells, size) => {
    expect(groupOf(length, cells)).toBe(size);
  });

  it('are eighths of the peak, and anything is more than nothing', () => {
    expect(sparkline([0, 1, 50, 100], 100, plainStyle())).toBe(' ▁▄█');
    expect(sparkline([0, 1, 50, 100], 100, plainStyle(80, { unicode: false }))).toBe(' 148');
    expect(sparkline([0, 0], 0, plainStyle())).toBe('  ');
  });
});
