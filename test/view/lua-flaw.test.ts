import { describe, expect, it } from 'vitest';
import type { FlawRow } from '../../src/algorithms/algorithm.ts';
import { flawView } from '../../src/view/lua-flaw.ts';
import { plainStyle } from '../support/style.ts';

describe('what is wrong with a script', () => {
  const flaw = {
    what: 'whoever pushes hard enough is let in',
    source: 'a hotel',
    instead: 'turnstile',
    drive: { limit: 10, periodMs: 60_000, capacity: 3 },
  };

  it('is shown by its trace', () => {
    const trace = [{ atMs: 0, jumps: 6, got: 6, due: 5 }];
    expect(flawView({ ...flaw, trace }, plainStyle())).toMatchInlineSnapshot(`
      "Goes wrong  whoever pushes hard enough is let in
      Found in    a hotel
      Instead     turnstile (\`hyperdrive lua turnstile\`)

      At 10 per 60 s, capacity 3:
      ┌──────┬───────┬──────────┬───────────┐
      │   at │ jumps │ admitted │ should be │
      ├──────┼───────┼──────────┼───────────┤
      │ 0 ms │     6 │        6 │         5 │
      └──────┴───────┴──────────┴───────────┘"
    `);
  });

  it('is shown with everything that is not ordinary about the jumps', () => {
    const trace: FlawRow[] = [
      { atMs: 0, jumps: 2, everyMs: 500, cost: 3, got: 2, due: 1 },
      { atMs: 1000, jumps: 1, skewMs: 120_000, got: 1, due: 0, ttlMs: { got: null, due: 60_000 } },
      { atMs: 2000, jumps: 2, skewMs: -1000, interleaved: true, got: 2, due: 1 },
      { atMs: 3000, jumps: 1, dies: true, got: 0, due: 0, ttlMs: { got: 10, due: -2 } },
      {
        atMs: 4000,
        jumps: 1,
        got: 0,
        due: 0,
        told: { field: 'retryAfterMs', got: null, due: 5000 },
      },
      { atMs: 5000, jumps: 1, got: 0, due: 0, told: { field: 'retryAfterMs', got: 7, due: -1 } },
      { atMs: 6000, jumps: 2, got: 1, due: 1, told: { field: 'remaining', got: 4, due: 3 } },
      { atMs: 7000, jumps: 2, got: 1, due: 1, told: { jump: 1, field: 'remaining', got: 4, due: 3 } },
      { atMs: 8000, jumps: 1, got: 1, due: 1, keys: { got: 2, due: 1 } },
    ];
    expect(flawView({ ...flaw, trace }, plainStyle())).toMatchInlineSnapshot(`
      "Goes wrong  whoever pushes hard enough is let in
      Found in    a hotel
      Instead     turnstile (\`hyperdrive lua turnstile\`)

      At 10 per 60 s, capacity 3:
      ┌──────┬───────┬───────────────────────────────┬──────────┬───────────┐
      │   at │ jumps │ how                           │ admitted │ should be │
      ├──────┼───────┼───────────────────────────────┼──────────┼───────────┤
      │ 0 ms │     2 │ every 500 ms, cost 3          │        2 │         1 │
      │  1 s │     1 │ clock 2 min ahead             │        1 │         0 │
      │  2 s │     2 │ clock 1 s behind, interleaved │        2 │         1 │
      │  3 s │     1 │ caller dies                   │        0 │         0 │
      │  4 s │     1 │                               │        0 │         0 │
      │  5 s │     1 │                               │        0 │         0 │
      │  6 s │     2 │                               │        1 │         1 │
      │  7 s │     2 │                               │        1 │         1 │
      │  8 s │     1 │                               │        1 │         1 │
      └──────┴───────┴───────────────────────────────┴──────────┴───────────┘
      At 1 s the key is left with a TTL of: none. Right: 60 s.
      At 2 s all make their first call before any makes its second.
      At 3 s every caller dies between its first call and its second.
      At 3 s the key is left with a TTL of: 10 ms. Right: no key.
      At 4 s it is told retry after: nothing. Right: 5 s.
      At 5 s it is told retry after: 7 ms. Right: never.
      At 6 s the last is told remaining: 4. Right: 3.
      At 7 s jump 1 is told remaining: 4. Right: 3.
      At 8 s it leaves 2 keys behind. Right: 1."
    `);
  });
});
