import { describe, expect, it } from 'vitest';
import type { KeySummary } from '../../src/engine/key-listing.ts';
import { fitKey } from '../../src/view/key-cell.ts';
import { keyListView } from '../../src/view/key-list.ts';
import { displayWidth } from '../../src/view/width.ts';
import { plainStyle } from '../support/style.ts';

describe('a key that is too wide', () => {
  it.each([
    ['{enterprise}:per-second', 23, '{enterprise}:per-second'],
    ['{enterprise}:per-second', 22, '{enterpri…}:per-second'],
    ['{enterprise}:per-second', 18, '{ente…}:per-second'],
    ['{fleet}:enterprise:per-day', 22, '{fleet}:enter…:per-day'],
    ['{fleet}:enterprise:per-day', 18, '{fleet}:e…:per-day'],
    ['tardis.undeclared-key', 18, 'tardis.unde…ed-key'],
    ['tardis.undeclared-key:last_refill', 18, 'tardi…:last_refill'],
    ['{enterprise}:sliding-window-log:a', 18, '{e…}…-window-log:a'],
    ['enterprise', 8, 'enterpr…'],
  ])('%s in %d columns', (key, columns, cut) => {
    expect(fitKey(key, columns, '…')).toBe(cut);
  });

  it.each(['{enterprise}:per-second', 'tardis.undeclared-key:last_refill', '{fleet}:a:b', 'é'.repeat(9)])(
    'never takes more room than there is: %s',
    (key) => {
      for (const mark of ['…', '...'])
        for (let columns = 4; columns < 40; columns++)
          expect(displayWidth(fitKey(key, columns, mark))).toBeLessThanOrEqual(columns);
    },
  );
});

describe('a list of keys', () => {
  const key = (name: string, place: { slot: number; node: string }): KeySummary => ({
    name: { head: Buffer.from(name), length: name.length },
    type: 'string',
    ttlMs: 3_599_696,
    length: 8,
    place,
  });
  const keys = [
    key('hyperdrive:tardis.undeclared-key', { slot: 560, node: '127.0.0.1:34041' }),
    key('hyperdrive:tardis.undeclared-key:last_refill', { slot: 1_729, node: '127.0.0.1:34041' }),
    key('hyperdrive:{enterprise}:per-second', { slot: 12_125, node: '127.0.0.1:34499' }),
  ];
  const view = (width: number, prefix = 'hyperdrive:') =>
    keyListView({ keys, more: 0, atLeast: false, ofGateways: 0, ofOthers: 0 }, { prefix }, plainStyle(width));

  it('has what they share in its head where there is no room for it in each', () => {
    expect(view(80)).toMatchInlineSnapshot(`
      "┌─────────────────────────┬──────┬───────────────┬───────┬─────┬───────────────┐
      │hyperdrive:              │type  │            TTL│   size│ slot│node           │
      ├─────────────────────────┼──────┼───────────────┼───────┼─────┼───────────────┤
      │tardis.undeclared-key    │string│59 min 59.696 s│8 bytes│  560│127.0.0.1:34041│
      │tardis.undec…:last_refill│string│59 min 59.696 s│8 bytes│ 1729│127.0.0.1:34041│
      │{enterprise}:per-second  │string│59 min 59.696 s│8 bytes│12125│127.0.0.1:34499│
      └─────────────────────────┴──────┴───────────────┴───────┴─────┴───────────────┘"
    `);
    expect(view(40)).toMatchInlineSnapshot(`
      "┌────────────────────┬─────────────────┐
      │ hyperdrive:        │             TTL │
      ├────────────────────┼─────────────────┤
      │ tardis.unde…ed-key │ 59 min 59.696 s │
      │ tardi…:last_refill │ 59 min 59.696 s │
      │ {ente…}:per-second │ 59 min 59.696 s │
      └────────────────────┴─────────────────┘"
    `);
    expect(view(80, 'hyperdrive:class-3:')).not.toContain('class-3');
  });
});
