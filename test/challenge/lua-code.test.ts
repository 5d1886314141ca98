import { expect, it } from 'vitest';
import { asksTime, firstUses, withoutComments } from '../../src/challenge/lua-code.ts';

it('leaves comments out', () =>
  expect(withoutComments('a = 1 -- one\n--[[ two\nthree ]] b = 2\n--[==[ ]] ]==] c = 3')).toBe(
    'a = 1 \n b = 2\n c = 3',
  ));

it.each([
  ["redis.call('TIME')", true],
  ['server.call("time")', true],
  ["redis.pcall( 'TIME' )[1]", true],
  ["call 'TIME'", true],
  ["redis.call('HGET', key, 'time')", false],
  ["-- redis.call('TIME')", false],
])('%s asks for the time: %s', (code, asks) => expect(asksTime(code)).toBe(asks));

it('finds what a script is called with', () => {
  const code =
    'local limit = tonumber(ARGV[2]) -- ARGV[9]\nlocal key = KEYS[1]\n  redis.call("SET", key, ARGV[2] + ARGV[4])';
  expect(firstUses(code, 'ARGV')).toEqual([
    '',
    'local limit = tonumber(ARGV[2])',
    '',
    'redis.call("SET", key, ARGV[2] + ARGV[4])',
  ]);
  expect(firstUses(code, 'KEYS')).toEqual(['local key = KEYS[1]']);
  expect(firstUses('return 1', 'ARGV')).toEqual([]);
});
