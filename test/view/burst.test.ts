import { describe, expect, it } from 'vitest';
import type { Drive } from '../../src/limiter/decision.ts';
import { summarize, type BurstJump } from '../../src/traffic/burst.ts';
import { burstView } from '../../src/view/burst.ts';
import { plainStyle } from '../support/style.ts';

const drive: Drive = { algorithm: 'sliding-window-log', limit: 5, periodMs: 60_000 };
const allowed = { allowed: true, remaining: 4, retryAfterMs: 0, resetAfterMs: 60_000 };
const denied = { allowed: false, remaining: 0, retryAfterMs: 59_999, resetAfterMs: 60_000 };

describe('a burst that came all at once', () => {
  const jumps = (pattern: string, more: Partial<BurstJump> = {}): BurstJump[] =>
    [...pattern].map((mark, i) => ({
      jump: i + 1,
      client: 1,
      calls: 1,
      ...(mark === '+' ? allowed : denied),
      ...more,
    }));
  const view = (all: BurstJump[], width = 80) =>
    burstView(
      'enterprise',
      drive,
      all,
      summarize(all),
      { clients: 2, elapsedMs: 3 },
      plainStyle(width, { unicode: false }),
    );

  it('has a line per jump', () => {
    expect(view(jumps('+-'))).toMatchInlineSnapshot(`
      "enterprise - 2 jumps at once over 2 connections, answered within 3 ms
      +------+-----------+------+----------+
      | jump | decision  | left | retry in |
      +------+-----------+------+----------+
      |    1 | + allowed |    4 |          |
      |    2 | x denied  |    0 | 59.999 s |
      +------+-----------+------+----------+
      1 allowed, 1 denied - limit 5 per 60 s
      First denial: jump 2, retry after 59.999 s."
    `);
  });

  it('tells when each leaves a queue', () => {
    expect(view([...jumps('+', { delayMs: 12_000 }), ...jumps('-', { delayMs: 0 })], 40))
      .toMatchInlineSnapshot(`
      "enterprise - 2 jumps at once over 2
        connections, answered within 3 ms
      +----+---------+----+---------+--------+
      |jump|decision |left|leaves in|retry in|
      +----+---------+----+---------+--------+
      |   1|+ allowed|   4|     12 s|        |
      |   1|x denied |   0|         |59.999 s|
      +----+---------+----+---------+--------+
      1 allowed, 1 denied - limit 5 per 60 s
      First denial: jump 1, retry after
        59.999 s."
    `);
  });

  it('becomes a row of marks when it is long', () => {
    expect(view(jumps(`+++++${'-'.repeat(200)}`), 40)).toMatchInlineSnapshot(`
      "enterprise - 205 jumps at once over 2
        connections, answered within 3 ms
      +++++ 5
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx... 200
      5 allowed, 200 denied - limit 5 per 60 s
      First denial: jump 6, retry after
        59.999 s."
    `);
  });
});
