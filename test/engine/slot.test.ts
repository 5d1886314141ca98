import { describe, expect, it } from 'vitest';
import { bySlot, sameSlot, slotOf } from '../../src/engine/slot.ts';
import { UsageError } from '../../src/errors.ts';

describe('the slot of a key', () => {
  // As CLUSTER KEYSLOT answers.
  it.each([
    ['hyperdrive:enterprise', 11380],
    ['hyperdrive:{enterprise}:x', 12125],
    ['123456789', 12739],
    // Nothing stands in these braces, so all of it counts.
    ['{}a', 10875],
    // The first braces count.
    ['{fl}{x}', 3238],
    // One that is not closed, and one that was closed before it was opened.
    ['a{b', 13340],
    ['a}b{c}d', 7365],
    ['ü', 9552],
    ['', 0],
  ])('of %s is %i', (key, slot) => {
    expect(slotOf(key)).toBe(slot);
  });
});

it('says which keys one command may name', () => {
  expect(bySlot(['a', '{b}1', 'c', '{b}2'])).toEqual([['a'], ['{b}1', '{b}2'], ['c']]);
});

describe('keys of one script', () => {
  it.each([
    [[]],
    [['a']],
    [['{enterprise}:per-second', '{enterprise}:per-day']],
    [['hyperdrive:{fleet}:enterprise:per-day', 'hyperdrive:{fleet}:everyone']],
    [['enterprise', '{enterprise}:x']],
  ])('%j share a slot', (keys) => {
    expect(() => sameSlot(keys)).not.toThrow();
  });

  it('that share none are named, with their slots and what to do', () => {
    const check = () => sameSlot(['h:{fleet}:a', 'h:{fleet}:b', 'h:{enterprise}:c']);
    expect(check).toThrow(UsageError);
    expect(check).toThrow(
      "A script's keys must share a slot, because a cluster runs it on one node: h:{fleet}:a is in slot 14574, h:{enterprise}:c in 12125. " +
        'Only what stands in braces counts: give both the same, such as {fleet}:a and {fleet}:b.',
    );
  });
});
