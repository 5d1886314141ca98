import { describe, expect, it } from 'vitest';
import type { KeyState } from '../../src/engine/keyspace.ts';
import { waitFrame, waitLine, type Waiting } from '../../src/view/wait.ts';
import { displayWidth } from '../../src/view/width.ts';
import { plainStyle } from '../support/style.ts';

const nowMs = 1_790_000_041_250;
const clock = { mode: 'live', nowMs } as const;
const state: KeyState = {
  key: Buffer.from('hyperdrive:enterprise'),
  type: 'zset',
  ttlMs: 29_500,
  length: 1,
  encoding: 'listpack',
  content: {
    kind: 'zset',
    offset: 0,
    entries: [{ member: { head: Buffer.from('m'), length: 1 }, score: '1790000010750' }],
  },
  clock,
};
const waiting: Waiting = {
  totalMs: 60_000,
  waitedMs: 45_300,
  held: false,
  remark: null,
  ship: {
    ship: 'enterprise',
    drive: { algorithm: 'sliding-window-log', limit: 5, periodMs: 60_000 },
    look: { allowed: true, remaining: 4, retryAfterMs: 0, resetAfterMs: 29_500 },
    state,
  },
};
const frame = (change: Partial<Waiting> = {}, style = plainStyle(), rows = 30) =>
  waitFrame({ ...waiting, ...change }, style, rows).join('\n');

describe('the countdown', () => {
  it('is what is left, a bar, and the limiter in whole seconds', () => {
    expect(frame()).toMatchInlineSnapshot(`
      "Waiting 60 s · 15 s to go
      ██████████████████████████████░░░░░░░░░░
      look  enterprise · 4 of 5 remaining · as good as new in 30 s
      hyperdrive:enterprise  zset · 1 member · TTL 30 s · listpack
      ZRANGE hyperdrive:enterprise 0 -1 WITHSCORES
      ┌───┬────────┬───────────────┬──────────┐
      │ # │ member │         score │      age │
      ├───┼────────┼───────────────┼──────────┤
      │ 0 │ m      │ 1790000010750 │ 30 s ago │
      └───┴────────┴───────────────┴──────────┘
      space warps the rest · q stops"
    `);
  });

  it('of a short wait counts tenths, and tells that the clock is held, and why a key did nothing', () => {
    const short = { totalMs: 2_000, waitedMs: 1_150, held: true, remark: 'Not here.', ship: null };
    expect(frame(short)).toMatchInlineSnapshot(`
      "Waiting 2 s · 900 ms to go · the held clock moves along
      ███████████████████████░░░░░░░░░░░░░░░░░
      Not here.
      space warps the rest · q stops"
    `);
  });

  it('fits 40 columns without unicode', () => {
    const text = frame({}, plainStyle(40, { unicode: false }));
    expect(text).toMatchInlineSnapshot(`
      "Waiting 60 s - 15 s to go
      ##############################..........
      look  enterprise - 4 of 5 remaining - as
        good as new in 30 s
      hyperdrive:enterprise  zset, 1 member
        TTL 30 s, listpack
      ZRANGE hyperdrive:enterprise 0 -1
        WITHSCORES
      +-+------+-------------+--------+
      |#|member|        score|     age|
      +-+------+-------------+--------+
      |0|m     |1790000010750|30 s ago|
      +-+------+-------------+--------+
      space warps the rest - q stops"
    `);
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(40);
  });

  it('shows what fits into a few rows', () => {
    expect(frame({}, plainStyle(), 5)).toMatchInlineSnapshot(`
      "Waiting 60 s · 15 s to go
      ██████████████████████████████░░░░░░░░░░
      look  enterprise · 4 of 5 remaining · as good as new in 30 s
      … 7 more lines than fit here
      space warps the rest · q stops"
    `);
  });
});

it.each([
  [{ waitedMs: 30_000, warpedMs: 0, stopped: false }, false, 'Waited 30 s.'],
  [{ waitedMs: 0, warpedMs: 30_000, stopped: false }, false, 'Warped 30 s.'],
  [{ waitedMs: 10_500, warpedMs: 19_500, stopped: false }, false, 'Waited 10.5 s, warped 19.5 s.'],
  [
    { waitedMs: 10_500, warpedMs: 19_500, stopped: false },
    true,
    'Waited 10.5 s, warped 19.5 s. The clock is held now; `hyperdrive clock live` lets it go.',
  ],
  [{ waitedMs: 10_500, warpedMs: 0, stopped: true }, false, 'Stopped after 10.5 s of 30 s.'],
  [{ waitedMs: 0, warpedMs: 0, stopped: false }, false, 'Waited 0 ms.'],
])('%j is told in a line', (waited, holds, line) =>
  expect(waitLine(waited, 30_000, holds, plainStyle(100))).toBe(line),
);
