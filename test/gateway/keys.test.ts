import { describe, expect, it } from 'vitest';
import { keysOf } from '../../src/gateway/keys.ts';
import { ask, policy } from './policies.ts';

describe('the keys of an ask', () => {
  const own = policy('own');
  const all = policy('all', { by: 'everyone' });
  const window = policy('window', { algorithm: 'fixed-window' });
  const braces = (keys: string[]) => new Set(keys.map((key) => /\{(.*?)\}/.exec(key)![1]));

  it.each([
    ['a caller’s own', [own], ['p:{ann}:own']],
    ['everyone’s', [all], ['p:{everyone}:all']],
    ['several of a caller’s', [own, policy('day')], ['p:{ann}:own', 'p:{ann}:day']],
    ['both kinds, in one slot', [own, all], ['p:{everyone}:ann:own', 'p:{everyone}:all']],
    ['another algorithm alone', [window], ['p:{ann}:window']],
    ['another algorithm among several', [own, window], ['p:{ann}:own', 'p:{ann}:window:gcra']],
  ])('%s', (_, policies, keys) => {
    expect(keysOf('p:', ask(policies))).toEqual(keys);
    expect(braces(keys).size).toBe(1);
  });
});
