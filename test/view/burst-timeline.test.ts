import { describe, expect, it } from 'vitest';
import type { Drive } from '../../src/limiter/decision.ts';
import { summarize, type PacedJump } from '../../src/traffic/burst.ts';
import { measure } from '../../src/traffic/measures.ts';
import { makePattern, type PatternOptions } from '../../src/traffic/pattern.ts';
import { parseRate } from '../../src/traffic/rate.ts';
import { pacedBurstView } from '../../src/view/paced-burst.ts';
import { makeStyle, type Style } from '../../src/view/style.ts';
import { plainStyle } from '../support/style.ts';
import { bucket, decided, fixedWindow, type Decide } from './limiters.ts';

const tenAMinute: Drive = { algorithm: 'token-bucket', limit: 10, periodMs: 60_000 };

interface Scene {
  decide: Decide;
  options: Partial<PatternOptions>;
  csv?: string;
  drive?: Drive;
  clients?: number;
  refills?: boolean;
  change?(jump: PacedJump): PacedJump;
}

function picture(scene: Scene, style: Style = plainStyle(80)): string {
  const { drive = tenAMinute, clients = null, refills = true, change = (jump) => jump } = scene;
  const pattern = makePattern({ cost: 1, seed: 5, ...scene.options }, scene.csv)!;
  const jumps = decided(pattern.arrivals, drive, scene.decide).map(change);
  const measures = measure(jumps, drive.periodMs);
  const facts = { ship: 'falcon', drive, jumps, pattern, seed: 5, clients, measures, refills };
  return pacedBurstView({ ...facts, summary: summarize(jumps) }, style);
}

const poller = (): Scene => ({
  decide: bucket({ full: false }),
  options: { rate: parseRate('2')!, over: 32_000 },
});
const waves = (): Scene => ({
  decide: bucket(),
  options: { rate: parseRate('30/m')!, over: 300_000, arrivals: 'on-off:1m' },
});
const queue = (): Scene => ({
  decide: bucket({ queue: true }),
  options: { rate: parseRate('2')!, over: 20_000 },
});

describe('the timeline', () => {
  it('shows a poller at a drained bucket', () => {
    expect(picture(poller())).toMatchInlineSnapshot(`
      "falcon · 64 jumps at 2/s over 32 s, warped
      allowed │            █           █           █           █           █
       denied │████████████ ███████████ ███████████ ███████████ ███████████ ███
              │
      left 10 │
              │
              │
              │
              │
            0 └┬───────┬───────┬───────┬───────┬───────┬───────┬───────┬───────
               0       4 s     8 s     12 s    16 s    20 s    24 s    28 s
      Each column is 500 ms, a full bar 1 jump; left: units still free.
      5 allowed (0.156/s), 59 denied (1.84/s) · limit 10 per 60 s
      Most within any 60 s: 5 units.
      First denial: jump 1 at 0 ms, retry after 6 s.
      Most denials in a row: 12, from 0 ms to 5.5 s."
    `);
  });

  it("shows a bucket's sawtooth", () => {
    expect(picture(waves())).toMatchInlineSnapshot(`
      "falcon · 180 jumps at 30/m over 5 min, 60 s on, 60 s off, warped
      allowed │██▄▂▂ ▂▂▂▂▂             ██▄▂▂ ▂▂▂▂▂             ██▄▂▂ ▂▂▂▂▂
       denied │  ▅▇▇█▇▇▇▇▇█              ▅▇▇█▇▇▇▇▇█              ▅▇▇█▇▇▇▇▇█
              │
      left 10 │                     ▄██                     ▄██
              │                   ▄████                   ▄████
              │▄               ▄▄██████▄               ▄▄██████▄
              │█             ▄██████████             ▄██████████
              │█▄          ▄████████████▄          ▄████████████▄
            0 └┬───────────┬───────────┬───────────┬───────────┬───────────
               0           60 s        2 min       3 min       4 min
      Each column is 5 s, a full bar 5 jumps; left: units still free.
      57 allowed (11.4/m), 123 denied (24.6/m) · limit 10 per 60 s
      Most within any 60 s: 19 units.
      First denial: jump 12 at 11 s, retry after 1 s.
      Most denials in a row: 5, from 13 s to 17 s."
    `);
  });

  it('shows the borders of a fixed window', () => {
    const drive = { algorithm: 'fixed-window', limit: 5, periodMs: 60_000 };
    const options = { rate: parseRate('1')!, over: 150_000 };
    expect(picture({ decide: fixedWindow(5_000), options, drive, refills: false })).toMatchInlineSnapshot(`
      "falcon · 150 jumps at 1/s over 2 min 30 s, warped
      allowed │███▃                 ▃█▃                 ▃█▃
       denied │   ▆█████████████████▆ ▆█████████████████▆ ▆██████
              │
       left 5 │
              │ █                   █                   █
              │ █                   █                   █
              │██                   █                   █
              │███                  ██                  ██
            0 └┬─────────┬─────────┬─────────┬─────────┬─────────
               0         30 s      60 s      90 s      2 min
      Each column is 3 s, a full bar 3 jumps; left: units still free.
      20 allowed (0.133/s), 130 denied (0.867/s) · limit 5 per 60 s
      Most within any 60 s: 10 units.
      First denial: jump 11 at 10 s, retry after 55 s.
      Most denials in a row: 55, from 10 s to 64 s."
    `);
  });

  it('shows how a queue smooths', () => {
    expect(picture(queue())).toMatchInlineSnapshot(`
      "falcon · 40 jumps at 2/s over 20 s, warped
      allowed │███▃▃   ▃   ▃
       denied │   ▆▆███▆███▆▃
      leaving │▃   ▃   ▃   ▃   ▃   ▃   ▃   ▃   ▃   ▃   ▃   ▃   ▃
              │
      left 10 │                                                ▄
              │▄                                       ▄▄▄▄█████
              │█                               ▄▄▄▄█████████████
              │██                      ▄▄▄▄█████████████████████
              │██▄             ▄▄▄▄█████████████████████████████
            0 └┬───────┬───────┬───────┬───────┬───────┬───────┬
               0       12 s    24 s    36 s    48 s    60 s    72 s
      Each column is 1.5 s, a full bar 3 jumps; leaving: when its turn comes; left:
        units still free.
      13 allowed (0.65/s), 27 denied (1.35/s) · limit 10 per 60 s
      Most within any 60 s: 13 units.
      First denial: jump 11 at 5 s, retry after 1 s.
      Most denials in a row: 11, from 6.5 s to 11.5 s."
    `);
  });

  it('fits 40 columns', () => {
    expect(picture(waves(), plainStyle(40))).toMatchInlineSnapshot(`
      "falcon · 180 jumps at 30/m over 5 min,
        60 s on, 60 s off, warped
      allowed │█▃▁▂▂▁      █▃▁▂▂▁      █▃▁▂▂▁
       denied │ ▆█▇▇█       ▆█▇▇█       ▆█▇▇█
              │
      left 10 │          ▄█          ▄█
              │         ▄██         ▄██
              │        ▄███        ▄███
              │       █████       █████
              │▄     ██████▄     ██████▄
            0 └┬───────────┬───────────┬─────
               0           2 min       4 min
      Each column is 10 s, a full bar 10
        jumps; left: units still free.
      57 allowed (11.4/m), 123 denied (24.6/m)
        · limit 10 per 60 s
      Most within any 60 s: 19 units.
      First denial: jump 12 at 11 s, retry
        after 1 s.
      Most denials in a row: 5, from 13 s to
        17 s."
    `);
  });

  it('does without unicode', () => {
    expect(picture(queue(), plainStyle(40, { unicode: false }))).toMatchInlineSnapshot(`
      "falcon - 40 jumps at 2/s over 20 s,
        warped
      allowed |641 1 1
       denied | 256563
      leaving |1 1 1 1 1 1 1 1 1 1 1 1 1
              |
      left 10 |                        o
              |                    oo###
              |                oo#######
              |#           oo###########
              |#       oo###############
            0 +|---------|---------|----
               0         30 s      60 s
      Each column is 3 s, digits count jumps;
        leaving: when its turn comes; left:
        units still free.
      13 allowed (0.65/s), 27 denied (1.35/s)
        - limit 10 per 60 s
      Most within any 60 s: 13 units.
      First denial: jump 11 at 5 s, retry
        after 1 s.
      Most denials in a row: 11, from 6.5 s to
        11.5 s."
    `);
  });

  it('counts in letters what digits cannot', () => {
    const scene = { decide: bucket(), options: { rate: parseRate('60')!, over: 60_000 } };
    expect(picture(scene, plainStyle(80, { unicode: false }))).toMatchInlineSnapshot(`
      "falcon - 3,600 jumps at 60/s over 60 s, warped
      allowed |a     1     1     1     1     1     1     1     1     1
       denied |############################################################
              |
      left 10 |
              |
              |
              |
              |
            0 +|-------|-------|-------|-------|-------|-------|-------|---
               0       8 s     16 s    24 s    32 s    40 s    48 s    56 s
      Each column is 1 s, digits count jumps (a = 10, b = 11, # = 36 or more); left:
        units still free.
      19 allowed (0.317/s), 3,581 denied (59.7/s) - limit 10 per 60 s
      Most within any 60 s: 19 units.
      First denial: jump 11 at 166 ms, retry after 5.834 s.
      Most denials in a row: 359, from 6.016 s to 11.983 s."
    `);
  });

  it('tells chance by its seed, a file by its name, and on how many connections', () => {
    const heading = (scene: Scene) => picture(scene, { ...plainStyle(100) }).split('\n')[0];
    const rate = parseRate('2')!;
    expect(
      heading({ decide: bucket(), options: { rate, over: 10_000, arrivals: 'poisson' } }),
    ).toMatchInlineSnapshot(`"falcon · 22 jumps at 2/s over 10 s, poisson, seed 5, warped"`);
    expect(
      heading({ decide: bucket(), options: { arrivals: 'a\u001b[2J.csv' }, csv: '0\n1500' }),
    ).toMatchInlineSnapshot(`"falcon · 2 jumps from a\\x1b[2J.csv over 1.5 s, warped"`);
    expect(
      heading({ decide: bucket(), options: { count: 1, over: 1_500 }, clients: 1 }),
    ).toMatchInlineSnapshot(`"falcon · 1 jump over 1.5 s on 1 connection"`);
  });

  it('leaves out what a script does not tell', () => {
    const change = (jump: PacedJump) => ({
      ...jump,
      remaining: null,
      retryAfterMs: null,
      resetAfterMs: null,
    });
    const text = picture({ ...poller(), change });
    expect(text).not.toMatch(/left/);
    expect(text).toMatch(/First denial: jump 1 at 0 ms, no retry time\./);
  });

  it('says where jumps could not keep the pace', () => {
    const late = (ms: number) => (jump: PacedJump) => ({ ...jump, dueMs: jump.atMs, atMs: jump.atMs + ms });
    expect(picture({ ...poller(), clients: 3, change: late(250) })).toMatch(/Jumps were up to 250 ms late/);
    expect(picture({ ...poller(), clients: 3, change: late(20) })).not.toMatch(/late/);
  });

  it.each([20, 31, 40, 64, 80, 100])('keeps to %i columns, whatever comes', (width) => {
    const rates = ['1/d', '7/h', '3/m', '1', '2.5', '30', '333'];
    for (const rate of rates.map((text) => parseRate(text)!)) {
      for (const arrivals of ['steady', 'poisson']) {
        for (const unicode of [true, false]) {
          const options = { rate, count: 60, arrivals };
          const style = plainStyle(width, { unicode });
          for (const line of picture({ decide: bucket({ queue: unicode }), options }, style).split('\n'))
            expect([...line].length, line).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it('means the same without colour', () => {
    const coloured = picture(
      waves(),
      makeStyle({ env: { FORCE_COLOR: '1', LANG: 'C.UTF-8' }, isTTY: true, columns: 80 }),
    );
    expect(coloured).toContain('\u001b[');
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(picture(waves()));
  });
});

describe('a few jumps', () => {
  it('get a line each', () => {
    const options = { rate: parseRate('1')!, count: 12 };
    expect(picture({ decide: bucket(), options }, plainStyle(60))).toMatchInlineSnapshot(`
      "falcon · 12 jumps at 1/s over 12 s, warped
      ┌──────┬──────┬───────────┬──────┬──────────┐
      │ jump │   at │ decision  │ left │ retry in │
      ├──────┼──────┼───────────┼──────┼──────────┤
      │    1 │ 0 ms │ ✓ allowed │    9 │          │
      │    2 │  1 s │ ✓ allowed │    8 │          │
      │    3 │  2 s │ ✓ allowed │    7 │          │
      │    4 │  3 s │ ✓ allowed │    6 │          │
      │    5 │  4 s │ ✓ allowed │    5 │          │
      │    6 │  5 s │ ✓ allowed │    4 │          │
      │    7 │  6 s │ ✓ allowed │    4 │          │
      │    8 │  7 s │ ✓ allowed │    3 │          │
      │    9 │  8 s │ ✓ allowed │    2 │          │
      │   10 │  9 s │ ✓ allowed │    1 │          │
      │   11 │ 10 s │ ✓ allowed │    0 │          │
      │   12 │ 11 s │ ✗ denied  │    0 │      1 s │
      └──────┴──────┴───────────┴──────┴──────────┘
      11 allowed (0.917/s), 1 denied (0.0833/s) · limit 10 per
        60 s
      Most within any 60 s: 11 units.
      First denial: jump 12 at 11 s, retry after 1 s."
    `);
  });

  it('tell their cost where costs differ', () => {
    expect(picture({ decide: bucket(), options: { arrivals: 'trace.csv' }, csv: '0,8\n500\n500,4' }))
      .toMatchInlineSnapshot(`
      "falcon · 3 jumps from trace.csv over 500 ms, warped
      ┌──────┬────────┬──────┬───────────┬──────┬──────────┐
      │ jump │     at │ cost │ decision  │ left │ retry in │
      ├──────┼────────┼──────┼───────────┼──────┼──────────┤
      │    1 │   0 ms │    8 │ ✓ allowed │    2 │          │
      │    2 │ 500 ms │    1 │ ✓ allowed │    1 │          │
      │    3 │ 500 ms │    4 │ ✗ denied  │    1 │   17.5 s │
      └──────┴────────┴──────┴───────────┴──────┴──────────┘
      2 allowed, 1 denied · limit 10 per 60 s
      Most within any 60 s: 9 units.
      First denial: jump 3 at 500 ms, retry after 17.5 s."
    `);
  });

  it('may be none', () => {
    const options = { rate: parseRate('1/h')!, over: 1_000, arrivals: 'poisson' };
    expect(picture({ decide: bucket(), options })).toMatchInlineSnapshot(`
      "falcon · 0 jumps at 1/h over 1 s, poisson, seed 5, warped
      No jump came in that time.
      0 allowed (0/h), 0 denied (0/h) · limit 10 per 60 s
      Most within any 60 s: 0 units."
    `);
  });
});
