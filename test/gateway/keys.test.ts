import { describe, expect, it } from 'vitest';
import { keysOf } from '../../src/gateway/keys.ts';
import { ask, policy } from './policies.ts';

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
