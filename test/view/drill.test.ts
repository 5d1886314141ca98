import { describe, expect, it } from 'vitest';
import type { FlushOptions } from '../../src/gateway/drill-flush.ts';
import { runFlush } from '../../src/gateway/drill-flush.ts';
import { runOutage, type OutageOptions } from '../../src/gateway/drill-outage.ts';
import { flushView } from '../../src/view/drill-flush.ts';
import { outageView } from '../../src/view/drill-outage.ts';
import { DrillDouble } from '../gateway/drill-double.ts';
import { plainStyle } from '../support/style.ts';

const fleet = { gateways: 3, limit: 10, periodMs: 60_000, gapMs: 20 };
const server = { name: 'valkey', version: '8.0.1' };
const ascii40 = plainStyle(40, { unicode: false });

const unwrapped = (text: string) => text.replaceAll('\n  ', ' ');

async function play<T>(run: (double: DrillDouble) => Promise<T>): Promise<T> {
  const double = new DrillDouble(10);
  const running = run(double);
  await double.time.pass(20_000);
  return running;
}

describe('an outage', async () => {
  const options: OutageOptions = {
    ...fleet,
    deadlineMs: 100,
    onError: 'local',
    localShare: 1 / 3,
    overMs: 3_000,
  };
  const outage = await play((double) => runOutage(options, double, double.needs));

  it('is a picture of time, its phases side by side, and what that means', () => {
    expect(outageView({ options, server, outage }, plainStyle())).toMatchInlineSnapshot(`
      "outage · 50 requests a second of one caller to 3 gateways for 3.3 s · limit 10
        per 60 s
      on a throwaway server (valkey 8.0.1) · --on-error local: while it is away each
        gateway counts for itself
                               ▼ down           ▲ up
      allowed │███▃            ▃██▆                     ▃███
       denied │   ▆████████████▆  ▃█████████████████████▆   █████████▃
           by │eeeeeeeeeeeeeeeeellllllllllllllllllllllllleeeeeeeeeeeee
              └┬─────────┬─────────┬─────────┬─────────┬─────────┬────
               0         600 ms    1.2 s     1.8 s     2.4 s     3 s
      Each column is 60 ms, a full bar 3 requests; by: who decided, e the engine, l
        local.
      ┌────────┬───────┬─────────┬────────┬────────┬───────┬─────────┐
      │ server │ asked │ allowed │ denied │ engine │ local │ slowest │
      ├────────┼───────┼─────────┼────────┼────────┼───────┼─────────┤
      │ before │    50 │      10 │     40 │     50 │     0 │    0 ms │
      │ away   │    50 │       9 │     41 │      0 │    50 │    0 ms │
      │ back   │    63 │      10 │     53 │     38 │    25 │    0 ms │
      └────────┴───────┴─────────┴────────┴────────┴───────┴─────────┘
      Killed with SIGKILL after 1 s, and for 1 s nobody answered. 500 ms after its
        return it decided again, after 540 ms for all 3 gateways. A gateway tries
        again by itself, after pauses that grow.
      No decision came after the deadline of 100 ms; the slowest took 0 ms.
      The limiter was lost with the server, which saves nothing: 0 of 10 were left
        before, 10 after.
      In 3.3 s the limit lets 10 through; 29 were let through, which is 19 too many.
      What the first request without the engine was told: The throwaway server is
        down."
    `);
  });

  it('fits a narrow terminal without unicode', () => {
    expect(outageView({ options, server, outage }, ascii40)).toMatchInlineSnapshot(`
      "outage - 50 requests a second of one
        caller to 3 gateways for 3.3 s - limit
        10 per 60 s
      on a throwaway server (valkey 8.0.1) -
        --on-error local: while it is away
        each gateway counts for itself
                    v    ^ up
      allowed |a    9      55
       denied | aaaa1aaaaaa55aa3
           by |eeeeelllllllleeee
              +|---------|------
               0         2 s
      Each column is 200 ms, digits count
        requests (a = 10, b = 11); by: who
        decided, e the engine, l local.
      +------+-------+------+------+-----+
      |server|allowed|denied|engine|local|
      +------+-------+------+------+-----+
      |before|     10|    40|    50|    0|
      |away  |      9|    41|     0|   50|
      |back  |     10|    53|    38|   25|
      +------+-------+------+------+-----+
      Killed with SIGKILL after 1 s, and for
        1 s nobody answered. 500 ms after its
        return it decided again, after 540 ms
        for all 3 gateways. A gateway tries
        again by itself, after pauses that
        grow.
      No decision came after the deadline of
        100 ms; the slowest took 0 ms.
      The limiter was lost with the server,
        which saves nothing: 0 of 10 were left
        before, 10 after.
      In 3.3 s the limit lets 10 through; 29
        were let through, which is 19 too
        many.
      What the first request without the
        engine was told: The throwaway server
        is down."
    `);
  });

  it('tells what went wrong', () => {
    const { before } = outage.phases;
    const phases = { ...outage.phases, before: { ...before, failed: 2, lateDecisions: 1 } };
    const bad = { ...outage, phases, backAfterMs: null, allBackAfterMs: null, memory: null };
    const text = unwrapped(outageView({ options, server, outage: bad }, plainStyle()));
    expect(text).toContain('1 decision came after the deadline of 100 ms');
    expect(text).toContain('2 requests got no decision at all.');
    expect(text).toContain('After its return no gateway had a decision of it again.');
    expect(text).not.toContain('were left before');
  });

  it.each([
    [true, 'The limiter was lost with the server'],
    [false, 'The limiter outlived the server'],
    [null, 'this limit refills too fast to tell'],
  ])('tells of the limiter: lost is %s', (stateLost, told) => {
    const memory = { leftBefore: 0, leftAfter: 10, stateLost };
    const text = unwrapped(outageView({ options, server, outage: { ...outage, memory } }, plainStyle()));
    expect(text).toContain(told);
  });
});

describe('a drill of flushes', async () => {
  const options: FlushOptions = { ...fleet, everyMs: 100, overMs: 1_000 };
  const flush = await play((double) => runFlush(options, double, double.needs));

  it('shows the requests, the flushes, and the scripts that were sent again', () => {
    const played = { ...flush, sentAgainMs: flush.flushesMs };
    expect(flushView({ options, server, flush: played }, plainStyle())).toMatchInlineSnapshot(`
      "flush · 50 requests a second of one caller to 3 gateways for 1 s · limit 10 per
        60 s
      on a throwaway server (valkey 8.0.1) · SCRIPT FLUSH every 100 ms
      asked │███ ███ ███ ███ ███ ███ ███ ███ ███ ███ ███ ███ ███ ███ ███ ███ ██
      again │      █      █      █     █      █      █     █      █      █
      flush │      ▼      ▼      ▼     ▼      ▼      ▼     ▼      ▼      ▼
            └┬─────────┬─────────┬─────────┬─────────┬─────────┬─────────┬──────
             0         150 ms    300 ms    450 ms    600 ms    750 ms    900 ms
      Each column is 15 ms, a full bar 1 request; again: the script was not there, and
        was sent whole.
      10 allowed, 40 denied, 0 failed.
      The scripts were flushed 9 times; the whole script was sent 9 more times, and 41
        requests needed the SHA alone.
      In 1 s the limit lets 10 through; 10 were let through.
      The slowest decision took 0 ms."
    `);
  });

  it('fits a narrow terminal without unicode', () => {
    const builtin = { name: 'look-alike', version: '0.3.0' };
    expect(flushView({ options, server: builtin, flush }, ascii40)).toMatchInlineSnapshot(`
      "flush - 50 requests a second of one
        caller to 3 gateways for 1 s - limit
        10 per 60 s
      on a throwaway server (the built-in
        look-alike) - SCRIPT FLUSH every
        100 ms
      asked |2222222222222222222222222
      again |
      flush |  v  v v  v v  v v  v v
            +|---------|---------|----
             0         400 ms    800 ms
      Each column is 40 ms, digits count
        requests; again: the script was not
        there, and was sent whole.
      10 allowed, 40 denied, 0 failed.
      The scripts were flushed 9 times; the
        whole script was sent 0 more times,
        and 50 requests needed the SHA alone.
      In 1 s the limit lets 10 through; 10
        were let through.
      The slowest decision took 0 ms."
    `);
  });
});
