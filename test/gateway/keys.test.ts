import { describe, expect, it } from 'vitest';
import { keysOf } from '../../src/gateway/keys.ts';
import { ask, policy } from './policies.ts';

// What a released version has kept is found again by the next: with other text every budget would begin anew.
it.each([
  [{ limit: 10, periodMs: 500 }, '10-per-500ms'],
  [{ limit: 10, periodMs: 1_500 }, '10-per-1.5s'],
  [{ limit: 1_000, periodMs: 3_600_000 }, '1000-per-1h'],
  [{ limit: 1_000_000, periodMs: 86_400_000, capacity: 20 }, '1000000-per-1d-capacity-20'],
])('the numbers %o are kept under %s', (drive, part) => {
  expect(keysOf('p:', ask([policy('api', drive)]))).toEqual([`p:{ann}:api:gcra:${part}`]);
});

describe('the keys of an ask', () => {
  const own = policy('own');
  const all = policy('all', { by: 'everyone' });
  const window = policy('window', { algorithm: 'fixed-window' });
  const braces = (keys: string[]) => new Set(keys.map((key) => /\{(.*?)\}/.exec(key)![1]));

  it.each([
    ['a caller’s own', [own], ['p:{ann}:own:gcra:5-per-60s']],
    ['everyone’s', [all], ['p:{everyone}:all:gcra:5-per-60s']],
    [
      'several of a caller’s',
      [own, policy('day', { capacity: 9 })],
      ['p:{ann}:own:gcra:5-per-60s', 'p:{ann}:day:gcra:5-per-60s-capacity-9'],
    ],
    [
      'both kinds, in one slot',
      [own, all],
      ['p:{everyone}:ann:own:gcra:5-per-60s', 'p:{everyone}:all:gcra:5-per-60s'],
    ],
    ['another algorithm alone', [window], ['p:{ann}:window:fixed-window:5-per-60s']],
    [
      'another algorithm among several',
      [own, window],
      ['p:{ann}:own:gcra:5-per-60s', 'p:{ann}:window:gcra:5-per-60s'],
    ],
  ])('%s', (_, policies, keys) => {
    expect(keysOf('p:', ask(policies))).toEqual(keys);
    expect(braces(keys).size).toBe(1);
  });
});
