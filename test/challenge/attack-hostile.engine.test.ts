/** Scripts that harm whoever runs them, or are none: one clear verdict each. */
import { describe, expect, inject, it } from 'vitest';
import { attackText, gist, packageFile } from './attacked.ts';

/** A script that never ends is waited for. */
const patience = { timeout: 120_000 };

const header = '-- hyperdrive: model=token-bucket\n';
const sound = packageFile('lua/token-bucket.lua').replace(/^--.*\n/gm, '');

describe('a script that', () => {
  it.each([
    ['never ends', 'while true do end', 'ends'],
    ['never ends after a write', "redis.call('SET', KEYS[1], 1) while true do end", 'ends'],
    ['makes a string of a gigabyte', "return #string.rep('x', 1024 * 1024 * 1024)", 'memory'],
    [
      'fills its key',
      "for i = 1, 200 do redis.call('APPEND', KEYS[1], string.rep('x', 1000000)) end",
      'memory',
    ],
    ['empties the server', "redis.call('FLUSHALL')", 'commands'],
    ['empties the server, and keeps the refusal to itself', `redis.pcall('FLUSHALL')\n${sound}`, 'commands'],
    ['changes the settings', "redis.call('CONFIG', 'SET', 'maxmemory', '1')", 'commands'],
    ['reads a key that it has not declared', `redis.pcall('GET', 'other')\n${sound}`, 'keys'],
    ['is no Lua', 'local x = = 3', 'compiles'],
    ['answers a word', "return 'OK'", 'shape'],
    ['answers nothing', 'return', 'shape'],
    ['answers too little', 'return { 1, 2 }', 'shape'],
    ['answers nonsense', 'return { 7, 0, 0, 0 }', 'shape'],
    ['fails', "error('no')", 'shape'],
    ['fails when it has counted', "redis.call('SET', KEYS[1], 1, 'EX', 9) error('no')", 'shape'],
    ['answers lists in lists', 'local t = { 1 } for i = 1, 1000 do t = { t } end return t', 'shape'],
  ])('%s', patience, async (name, text, law) => {
    const verdict = await attackText(`${header}${text}`);
    // The look-alike takes so long over these, or dies of them, that this is what is seen first.
    const slow = inject('engineKind') === 'builtin' && /^(fills its key|answers lists)/.test(name);
    expect(slow ? ['memory', 'ends', 'shape'] : [law]).toContain(gist(verdict)?.law);
    expect(verdict.finding!.steps.length).toBeLessThanOrEqual(slow ? 20 : 1);
  });
});
