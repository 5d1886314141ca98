import { describe, expect, it } from 'vitest';
import { shipApart } from '../../../src/engine/cluster/apart.ts';
import { shares } from '../../../src/engine/cluster/form.ts';
import { slotCount, slotOf } from '../../../src/engine/slot.ts';
import { holds, readNodes } from '../../../src/engine/cluster/topology.ts';

it('every slot has one primary, and no primary many more than another', () => {
  const parts = shares(3);
  expect(parts[0]![0]).toBe(0);
  expect(parts.at(-1)![1]).toBe(slotCount - 1);
  for (const [i, [from]] of parts.entries()) if (i) expect(from).toBe(parts[i - 1]![1] + 1);
  const sizes = parts.map(([from, to]) => to - from + 1);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

it('what a node tells of the others is read', () => {
  const nodes = readNodes(
    [
      'aa 127.0.0.1:7002@17002,host slave bb 0 1 2 connected',
      'bb 127.0.0.1:7001@17001 myself,master - 0 0 1 connected 0-99 200 [300->-aa]',
      'cc :0@0 master,noaddr - 1 2 3 disconnected',
      'dd ::1:7003@17003 master,fail - 1 2 3 disconnected',
      '',
    ].join('\n'),
  );
  expect(nodes.map(({ id, port, role, failed }) => [id, port, role, failed])).toEqual([
    ['cc', 0, 'primary', true],
    ['bb', 7001, 'primary', false],
    ['aa', 7002, 'replica', false],
    ['dd', 7003, 'primary', true],
  ]);
  const bb = nodes.find(({ id }) => id === 'bb')!;
  expect(bb).toMatchObject({
    myself: true,
    slots: [
      [0, 99],
      [200, 200],
    ],
  });
  expect([99, 100, 200].map((slot) => holds(bb.slots, slot))).toEqual([true, false, true]);
});

describe('a ship whose keys are apart', () => {
  const keysOf = (ship: string) => [ship, `${ship}:last_refill`];
  const halves = (key: string | Buffer) => {
    const slot = slotOf(key);
    return { slot, node: slot < slotCount / 2 ? 'one' : 'two' };
  };

  it('is the first of those that are named, else one made up', () => {
    for (const names of [['enterprise', 'falcon', 'tardis', 'nostromo', 'serenity'], []]) {
      const { ship, places } = shipApart({ placeOf: halves }, names, keysOf)!;
      expect(places.map(({ key }) => halves(key).node).sort()).toEqual(['one', 'two']);
      if (names.length) expect(names).toContain(ship);
      else expect(ship).toMatch(/^ship-\d+$/);
    }
  });

  it('is none where one node has every slot, or a tag holds the keys together', () => {
    const one = () => ({ slot: 1, node: 'one' });
    expect(shipApart({ placeOf: one }, [], keysOf)).toBeNull();
    const tagged = (ship: string) => [`{${ship}}`, `{${ship}}:last_refill`];
    expect(shipApart({ placeOf: halves }, [], tagged)).toBeNull();
  });
});
