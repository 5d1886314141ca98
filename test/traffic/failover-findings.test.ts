import { describe, expect, it } from 'vitest';
import { deniedSince, judgeFailover, type Seen } from '../../src/traffic/failover-findings.ts';
import { eventText, failoverView } from '../../src/view/failover.ts';
import type { FailoverReport } from '../../src/traffic/failover.ts';
import { plainStyle } from '../support/style.ts';

const drive = { algorithm: 'fixed-window', limit: 10, periodMs: 86_400_000 };
const noonMs = Date.UTC(2026, 0, 1, 12);
const killedMs = 100;

/** A jump that was decided `atMs` after the beginning. */
function decided(atMs: number, allowed: boolean, remaining: number): Seen {
  const decision = { allowed, remaining, retryAfterMs: 0, resetAfterMs: 0 };
  return { leftMs: atMs - 1, atMs, decision, serverMicros: (noonMs + atMs) * 1_000 };
}
const failed = (atMs: number, error: string): Seen => ({ leftMs: atMs - 1, atMs, decision: null, error });
const before = [decided(10, true, 9), decided(50, true, 8), decided(90, true, 7)];

describe('a failover', () => {
  it('that lost nothing goes on where it stood', () => {
    const findings = judgeFailover(
      drive,
      [...before, failed(130, 'gone'), failed(150, 'gone'), failed(170, 'moved'), decided(1_290, true, 6)],
      killedMs,
    );
    expect(findings).toEqual({
      jumps: 7,
      admitted: 4,
      admittedBefore: 3,
      denied: 0,
      errors: [
        { message: 'gone', count: 2 },
        { message: 'moved', count: 1 },
      ],
      lastDecisionMs: 90,
      firstDecisionMs: 1_290,
      withoutDecisionsMs: 1_200,
      lost: 0,
      unanswered: 0,
      most: 10,
      overAdmitted: 0,
      unexplained: 0,
    });
  });

  it('that forgot two units admits them again, and then no more', () => {
    const after = Array.from({ length: 9 }, (_, i) => decided(1_290 + i, true, 8 - i));
    const seen = [...before, ...after, decided(1_400, false, 0)];
    expect(judgeFailover(drive, seen, killedMs)).toMatchObject({
      admitted: 12,
      lost: 2,
      most: 10,
      overAdmitted: 2,
      unexplained: 0,
      denied: 1,
    });
  });

  it('has reached the limit when the new primary denies, whatever the old one had denied', () => {
    const usedUp = [...before, decided(95, false, 0), decided(98, false, 0)];
    // It left before the death, so nobody knows who answered it.
    const onTheWay = { ...decided(110, false, 0), leftMs: 99 };
    expect(deniedSince([...usedUp, onTheWay], killedMs)).toBe(0);
    expect(deniedSince([...usedUp, decided(1_290, true, 8), decided(1_400, false, 0)], killedMs)).toBe(1);
  });

  it('that admits more than it forgot cannot be explained', () => {
    const seen = [...before, ...Array.from({ length: 8 }, (_, i) => decided(1_290 + i, true, 6))];
    expect(judgeFailover(drive, seen, killedMs)).toMatchObject({ lost: 0, overAdmitted: 1, unexplained: 1 });
  });

  it('that counted what it never answered has that charged', () => {
    const seen = [...before, failed(120, 'gone'), decided(1_290, true, 5)];
    expect(judgeFailover(drive, seen, killedMs)).toMatchObject({ lost: 0, unanswered: 1 });
  });

  it('at midnight may admit two quotas, and forgets nothing by that', () => {
    const late = (one: Seen): Seen =>
      one.decision === null ? one : { ...one, serverMicros: one.serverMicros + 12 * 3_600_000_000 - 200_000 };
    const seen = [...before, decided(1_290, true, 9)].map(late);
    expect(judgeFailover(drive, seen, killedMs)).toMatchObject({ most: 20, lost: 0, overAdmitted: 0 });
  });
});

it('is told as a timeline and what it cost', () => {
  const [oldPrimary, newPrimary] = ['127.0.0.1:7003', '127.0.0.1:7006'];
  const report: FailoverReport = {
    ship: 'enterprise',
    key: 'hyperdrive:enterprise',
    drive,
    slot: 11_380,
    oldPrimary,
    newPrimary,
    lagMs: 500,
    clients: 4,
    everyMs: 20,
    ...judgeFailover(
      drive,
      [...before, failed(130, 'Connection is closed'), decided(1_290, true, 8)],
      killedMs,
    ),
    timeline: [
      { atMs: 0, event: 'begin', node: oldPrimary },
      { atMs: 60, event: 'cut off' },
      { atMs: 90, event: 'last decision', node: oldPrimary },
      { atMs: 100, event: 'killed', node: oldPrimary },
      { atMs: 130, event: 'first error' },
      { atMs: 1_290, event: 'took over', node: newPrimary },
      { atMs: 1_300, event: 'limit reached' },
      { atMs: 12_345, event: 'back as a replica', node: oldPrimary },
    ],
  };
  const server = { name: 'valkey', version: '8.0.1' };
  expect(failoverView(report, server, plainStyle(80))).toMatchInlineSnapshot(`
    "valkey 8.0.1, throwaway cluster
    enterprise · fixed-window, 10 per 1 d · hyperdrive:enterprise in slot 11380
    4 clients, each of which jumps again 20 ms after every answer

       0.000 s  traffic begins; 127.0.0.1:7003 is the primary of the slot
       0.060 s  the replica is cut off from its primary
       0.090 s  the last decision of 127.0.0.1:7003
       0.100 s  kill -9 127.0.0.1:7003
       0.130 s  the first jump without a decision
       1.290 s  127.0.0.1:7006, the replica, is the primary and decides
       1.300 s  the new primary has reached the limit
      12.345 s  127.0.0.1:7003 is back, as a replica

    1.2 s without a decision, 1 error.
      1 × Connection is closed
    3 admitted before; the new primary does not know of 2 of them.
    4 admitted in all, where 10 may be: never above the limit."
  `);
  expect(failoverView(report, server, plainStyle(40))).toMatchInlineSnapshot(`
    "valkey 8.0.1, throwaway cluster
    enterprise · fixed-window, 10 per 1 d ·
      hyperdrive:enterprise in slot 11380
    4 clients, each of which jumps again
      20 ms after every answer

       0.000 s  traffic begins;
                127.0.0.1:7003 is the
                primary of the slot
       0.060 s  the replica is cut off from
                its primary
       0.090 s  the last decision of
                127.0.0.1:7003
       0.100 s  kill -9 127.0.0.1:7003
       0.130 s  the first jump without a
                decision
       1.290 s  127.0.0.1:7006, the replica,
                is the primary and decides
       1.300 s  the new primary has reached
                the limit
      12.345 s  127.0.0.1:7003 is back, as a
                replica

    1.2 s without a decision, 1 error.
      1 × Connection is closed
    3 admitted before; the new primary does
      not know of 2 of them.
    4 admitted in all, where 10 may be:
      never above the limit."
  `);
  for (const line of failoverView(report, server, plainStyle(40)).split('\n'))
    expect(line.length).toBeLessThanOrEqual(40);
  expect(eventText({ atMs: 5, event: 'killed', node: 'a\u001b[2J' })).not.toContain('\u001b');
});
