import { describe, expect, it } from 'vitest';
import type { KeyList, KeySummary } from '../../src/engine/key-listing.ts';
import { keyListDocument, keyListView } from '../../src/view/key-list.ts';
import { displayWidth } from '../../src/view/width.ts';
import { plainStyle } from '../support/style.ts';

const key = (
  name: string | Buffer,
  type: string | null,
  ttlMs: number | null,
  length: number | null,
): KeySummary => ({
  name: { head: Buffer.from(name), length: Buffer.byteLength(name) },
  type,
  ttlMs,
  length,
});
const list: KeyList = {
  keys: [
    key('hyperdrive:enterprise', 'zset', 59_998, 5),
    key('hyperdrive:{enterprise}:gcra', 'string', null, 13),
    key(Buffer.from([0x1b, 0x5b, 0xff, 0x0a]), 'ReJSON-RL', 1_000, null),
    key('secret', null, null, null),
  ],
  more: 980,
  atLeast: false,
  ofGateways: 0,
  ofOthers: 0,
};
const where = { prefix: 'hyperdrive:' };

describe('the list of keys', () => {
  it('shows type, TTL and size of each, and how to see the rest', () => {
    expect(keyListView(list, where, plainStyle())).toMatchInlineSnapshot(`
      "┌──────────────────────────────┬───────────┬──────────┬───────────┐
      │ key                          │ type      │      TTL │      size │
      ├──────────────────────────────┼───────────┼──────────┼───────────┤
      │ hyperdrive:enterprise        │ zset      │ 59.998 s │ 5 members │
      │ hyperdrive:{enterprise}:gcra │ string    │   no TTL │  13 bytes │
      │ \\x1b[\\xff\\n                  │ ReJSON-RL │      1 s │           │
      │ secret                       │ no access │          │           │
      └──────────────────────────────┴───────────┴──────────┴───────────┘
      … and 980 more (--rows 984)"
    `);
  });

  it.each([20, 40])('fits %i columns', (width) => {
    const lines = keyListView(list, where, plainStyle(width)).split('\n').slice(0, -1);
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    expect(lines.join()).toContain('59.998 s');
  });

  it('says when counting stopped', () => {
    expect(keyListView({ ...list, more: 100_000, atLeast: true }, where, plainStyle())).toMatch(
      /… and at least 100,000 more \(--rows 10000\)$/,
    );
  });

  it('says that there is none, and what to do', () => {
    const none = { keys: [], more: 0, atLeast: false, ofGateways: 0, ofOthers: 0 };
    expect(keyListView(none, where, plainStyle())).toBe(
      'No limiter under hyperdrive: is in use. `hyperdrive jump enterprise` makes one.',
    );
    expect(keyListView(none, { ...where, pattern: '\u001b*' }, plainStyle())).toBe('No key matches \\x1b*.');
  });

  it('tells of the keys of gateways, which it does not list', () => {
    const served = { keys: [], more: 0, atLeast: false, ofGateways: 12, ofOthers: 0 };
    expect(keyListView(served, { prefix: 'hyperdrive:n:', gateways: 'hyperdrive:n:gateway:' }, plainStyle()))
      .toMatchInlineSnapshot(`
      "No limiter under hyperdrive:n: is in use. \`hyperdrive jump enterprise\` makes one.
      Of gateways, not listed here: 12 keys (--pattern 'hyperdrive:n:gateway:*' does)."
    `);
  });

  it('tells of the keys whose names do not say whether they are here', () => {
    const among = { keys: [], more: 0, atLeast: false, ofGateways: 0, ofOthers: 2 };
    expect(keyListView(among, where, plainStyle())).toMatchInlineSnapshot(`
      "No limiter under hyperdrive: is in use. \`hyperdrive jump enterprise\` makes one.
      Of namespaces, or beside a ship's own key, not listed here: 2 keys (--pattern
        'hyperdrive:*:*' does)."
    `);
  });

  it('is a document too', () => {
    expect(keyListDocument(list)).toEqual({
      keys: [
        { key: 'hyperdrive:enterprise', type: 'zset', ttlMs: 59_998, length: 5 },
        { key: 'hyperdrive:{enterprise}:gcra', type: 'string', ttlMs: null, length: 13 },
        { key: { base64: 'G1v/Cg==' }, type: 'ReJSON-RL', ttlMs: 1_000, length: null },
        { key: 'secret', type: null, ttlMs: null, length: null },
      ],
      more: 980,
      atLeast: false,
      ofGateways: 0,
      ofOthers: 0,
    });
  });
});
