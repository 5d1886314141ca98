import { describe, expect, it } from 'vitest';
import type { NamedLimit, SeveralDecision } from '../../src/limiter/several.ts';
import { summarize, type BurstJump } from '../../src/traffic/burst.ts';
import { severalBurstView } from '../../src/view/several-burst.ts';
import { severalView } from '../../src/view/several.ts';
import { plainStyle } from '../support/style.ts';

const limits: NamedLimit[] = [
  { name: 'per-second', shared: false, limit: 2, periodMs: 1_000 },
  { name: 'per-day', shared: false, limit: 100, periodMs: 86_400_000, capacity: 10 },
  { name: 'everyone', shared: true, limit: 50, periodMs: 60_000 },
];
const denied: SeveralDecision = {
  allowed: false,
  deniedBy: 1,
  tier: null,
  retryAfterMs: 863_500,
  standings: [
    { remaining: 0, retryAfterMs: 500, resetAfterMs: 1_000 },
    { remaining: 0, retryAfterMs: 863_500, resetAfterMs: 8_639_500 },
    { remaining: 40, retryAfterMs: 0, resetAfterMs: 12_000 },
  ],
};
const free = { remaining: 10, retryAfterMs: 0, resetAfterMs: 0 };
const allowed: SeveralDecision = {
  allowed: true,
  deniedBy: null,
  tier: null,
  retryAfterMs: 0,
  standings: [free, free, free],
};

describe('one decision of several limits', () => {
  const view = (decision: SeveralDecision, change: Partial<Parameters<typeof severalView>[0]> = {}) =>
    severalView(
      { ship: 'enterprise', rule: 'all-or-nothing', limits, cost: 1, decision, ...change },
      plainStyle(80, { unicode: false }),
    );
  const sentence = (...asked: Parameters<typeof view>) => view(...asked).split('\n')[0];

  it('has a row for each limit, and a mark at each that had no room', () => {
    expect(view(denied)).toMatchInlineSnapshot(`
      "x denied  enterprise - by per-day - retry after 14 min 23.5 s - nothing charged
      +----------------+------------------------+----+-------------+-----------------+
      |  limit         |of                      |left|     retry in|        as new in|
      +----------------+------------------------+----+-------------+-----------------+
      |x per-second    |2 per 1 s               |   0|       500 ms|              1 s|
      |x per-day       |100 per 1 d, capacity 10|   0|14 min 23.5 s|2 h 23 min 59.5 s|
      |  fleet:everyone|50 per 60 s             |  40|             |             12 s|
      +----------------+------------------------+----+-------------+-----------------+"
    `);
  });

  it('keeps names and waits on a narrow terminal', () => {
    expect(
      severalView(
        { ship: 'enterprise', rule: 'all-or-nothing', limits, cost: 1, decision: denied },
        plainStyle(40),
      ),
    ).toMatchInlineSnapshot(`
      "✗ denied  enterprise · by per-day ·
        retry after 14 min 23.5 s · nothing
        charged
      ┌────────────────┬────┬─────────────┐
      │  limit         │left│     retry in│
      ├────────────────┼────┼─────────────┤
      │✗ per-second    │   0│       500 ms│
      │✗ per-day       │   0│14 min 23.5 s│
      │  fleet:everyone│  40│             │
      └────────────────┴────┴─────────────┘"
    `);
  });

  it('marks the tier that was charged', () => {
    expect(view({ ...allowed, tier: 1 }, { rule: 'first-that-fits' })).toMatchInlineSnapshot(`
      "+ allowed  enterprise - charged to per-day
      +------------------+--------------------------+------+----------+-----------+
      |   tier           | of                       | left | retry in | as new in |
      +------------------+--------------------------+------+----------+-----------+
      |   per-second     | 2 per 1 s                |   10 |          |      0 ms |
      | + per-day        | 100 per 1 d, capacity 10 |   10 |          |      0 ms |
      |   fleet:everyone | 50 per 60 s              |   10 |          |      0 ms |
      +------------------+--------------------------+------+----------+-----------+"
    `);
  });

  it.each([
    [allowed, {}, '+ allowed  enterprise - charged to all 3 limits'],
    [allowed, { limits: limits.slice(0, 1) }, '+ allowed  enterprise - charged'],
    [allowed, { cost: 0 }, 'look  enterprise - nothing charged'],
    [
      { ...allowed, standings: denied.standings },
      { cost: 0, rule: 'first-that-fits' },
      'look  enterprise - the next goes to fleet:everyone - nothing charged',
    ],
    [
      { ...allowed, standings: denied.standings.slice(0, 2) },
      { cost: 0, rule: 'first-that-fits', limits: limits.slice(0, 2) },
      'look  enterprise - no tier has room now - nothing charged',
    ],
    [
      { ...denied, retryAfterMs: -1, deniedBy: 2 },
      { cost: 60 },
      'x denied  enterprise for 60 units - by fleet:everyone - never: it costs more',
    ],
    [
      { ...denied, deniedBy: null },
      { rule: 'first-that-fits' },
      'x denied  enterprise - no tier has room - retry after 14 min 23.5 s',
    ],
  ] as const)('says what came of it: %#', (decision, change, line) => {
    expect(sentence(decision, change)).toBe(line);
  });
});

describe('a burst of several limits', () => {
  const jumps = (pattern: string, change: (at: number) => object = () => ({})): BurstJump[] =>
    [...pattern].map((mark, at) => ({
      jump: at + 1,
      client: 1,
      calls: 1,
      allowed: mark === '+',
      remaining: 0,
      retryAfterMs: mark === '+' ? 0 : 500,
      resetAfterMs: 1_000,
      deniedBy: mark === '+' ? null : mark === 's' ? 'per-second' : 'per-day',
      ...change(at),
    }));
  const view = (all: BurstJump[], change: Partial<Parameters<typeof severalBurstView>[0]> = {}) =>
    severalBurstView(
      {
        ship: 'enterprise',
        ships: 1,
        rule: 'all-or-nothing',
        limits: limits.slice(0, 2),
        jumps: all,
        summary: summarize(all),
        counts: { 'per-second': 2, 'per-day': 1 },
        decision: { ...denied, standings: denied.standings.slice(0, 2) },
        pattern: null,
        seed: 1,
        clients: 2,
        elapsedMs: 3,
        ...change,
      },
      plainStyle(80, { unicode: false }),
    );

  it('tells of each jump who denied it, and how often each limit did', () => {
    expect(view(jumps('++ssd'))).toMatchInlineSnapshot(`
      "enterprise - 5 jumps at once over 2 connections, answered within 3 ms
      +------+-----------+------------+------+----------+
      | jump | decision  | denied by  | left | retry in |
      +------+-----------+------------+------+----------+
      |    1 | + allowed |            |    0 |          |
      |    2 | + allowed |            |    0 |          |
      |    3 | x denied  | per-second |    0 |   500 ms |
      |    4 | x denied  | per-second |    0 |   500 ms |
      |    5 | x denied  | per-day    |    0 |   500 ms |
      +------+-----------+------------+------+----------+
      2 allowed, 3 denied. First denial: jump 3, retry after 500 ms.
      +------------+--------------------------+--------+------+-------------------+
      | limit      | of                       | denied | left |         as new in |
      +------------+--------------------------+--------+------+-------------------+
      | per-second | 2 per 1 s                |      2 |    0 |               1 s |
      | per-day    | 100 per 1 d, capacity 10 |      1 |    0 | 2 h 23 min 59.5 s |
      +------------+--------------------------+--------+------+-------------------+"
    `);
  });

  it('tells whose turn it was, and of own limits no rest, where ships took turns', () => {
    const all = jumps('+d', (at) => ({ ship: `scout-${at + 1}` }));
    const both = [limits[0]!, { ...limits[1]!, shared: true }];
    expect(view(all, { ship: 'scout-1 to scout-2', ships: 2, limits: both })).toMatchInlineSnapshot(`
      "scout-1 to scout-2 - 2 jumps at once over 2 connections, answered within 3 ms
      +------+---------+-----------+-----------+------+----------+
      | jump | ship    | decision  | denied by | left | retry in |
      +------+---------+-----------+-----------+------+----------+
      |    1 | scout-1 | + allowed |           |    0 |          |
      |    2 | scout-2 | x denied  | per-day   |    0 |   500 ms |
      +------+---------+-----------+-----------+------+----------+
      1 allowed, 1 denied. First denial: jump 2, retry after 500 ms.
      +-------------+------------------------+------+------------+-----------------+
      |limit        |of                      |denied|        left|        as new in|
      +-------------+------------------------+------+------------+-----------------+
      |per-second   |2 per 1 s               |     2|each its own|     each its own|
      |fleet:per-day|100 per 1 d, capacity 10|     1|           0|2 h 23 min 59.5 s|
      +-------------+------------------------+------+------------+-----------------+"
    `);
  });

  it('tells of each jump which tier it went by', () => {
    const all = jumps('++', (at) => ({ deniedBy: undefined, tier: at ? 'per-day' : 'per-second' }));
    const counts = { 'per-second': 1, 'per-day': 1 };
    expect(view(all, { rule: 'first-that-fits', counts })).toMatchInlineSnapshot(`
      "enterprise - 2 jumps at once over 2 connections, answered within 3 ms
      +------+-----------+------------+------+----------+
      | jump | decision  | tier       | left | retry in |
      +------+-----------+------------+------+----------+
      |    1 | + allowed | per-second |    0 |          |
      |    2 | + allowed | per-day    |    0 |          |
      +------+-----------+------------+------+----------+
      2 allowed, 0 denied.
      +------------+--------------------------+---------+------+-------------------+
      | tier       | of                       | charged | left |         as new in |
      +------------+--------------------------+---------+------+-------------------+
      | per-second | 2 per 1 s                |       1 |    0 |               1 s |
      | per-day    | 100 per 1 d, capacity 10 |       1 |    0 | 2 h 23 min 59.5 s |
      +------------+--------------------------+---------+------+-------------------+"
    `);
  });

  it('is runs where there are many, and a timeline where they took their time', () => {
    const pattern = { kind: 'steady', name: 'steady', rate: null, overMs: 3_000 } as const;
    const many = jumps('++++++++++ssssssssssssssssssss', (at) => ({ atMs: at * 100, cost: 1 }));
    expect(view(many).split('\n').slice(1, 3)).toEqual(['++++++++++ 10', 'xxxxxxxxxxxxxxxxxxxx 20']);
    expect(view(many, { pattern, clients: null }).split('\n').slice(0, 3)).toMatchInlineSnapshot(`
      [
        "enterprise - 30 jumps over 3 s, warped",
        "allowed |1 1 1 1 1 1 1 1 1 1",
        " denied |                    1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
      ]
    `);
  });
});
