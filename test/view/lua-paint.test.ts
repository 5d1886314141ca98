import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../src/algorithms/index.ts';
import { paintLua } from '../../src/view/lua-paint.ts';
import { readLua } from '../lua/trace.ts';
import { plainStyle } from '../support/style.ts';
import { plain } from '../support/terminal.ts';

const coloured = { ...plainStyle(), chalk: new Chalk({ level: 1 }) };
const names: Record<string, string> = { 2: 'comment', 32: 'string', 35: 'keyword', 36: 'call', 33: 'number' };

/** Colour codes as tags. */
const tags = (code: string) =>
  paintLua(code, coloured)
    .replaceAll('\u001b[36m\u001b[1m', '<command>')
    .replaceAll(/\u001b\[(\d+)m/g, (_, number: string) => (names[number] ? `<${names[number]}>` : '</>'))
    .replaceAll('</></>', '</>');

describe('Lua in colour', () => {
  it.each([
    ['local x = 1', '<keyword>local</> x = <number>1</>'],
    ["redis.call('GET', KEYS[1])", "<call>redis.call</>(<command>'GET'</>, KEYS[<number>1</>])"],
    ['server.pcall("HSET", k)', '<call>server.pcall</>(<command>"HSET"</>, k)'],
    ["call('GET')", "call(<string>'GET'</>)"],
    ["redis.call(name, 'GET')", "<call>redis.call</>(name, <string>'GET'</>)"],
    ["'a -- b' -- it's 'c'", "<string>'a -- b'</> <comment>-- it's 'c'</>"],
    [String.raw`'it\'s' .. "\""`, String.raw`<string>'it\'s'</> .. <string>"\""</>`],
    ['ending = endless', 'ending = endless'],
    [
      '2 ^ 52 + 1.5e-3 + 0xFF - x2',
      '<number>2</> ^ <number>52</> + <number>1.5e-3</> + <number>0xFF</> - x2',
    ],
    ['--[[ if\nthen ]] if', '<comment>--[[ if</>\n<comment>then ]]</> <keyword>if</>'],
    ['[==[ a ]] end ]==] end', '<string>[==[ a ]] end ]==]</> <keyword>end</>'],
    ['t[t[1]]', 't[t[<number>1</>]]'],
    ['redis.error_reply()', '<call>redis.error_reply</>()'],
  ])('%s', (code, painted) => {
    expect(tags(code)).toBe(painted);
  });

  it.each(algorithms)('leaves every character of $name as it was', ({ name }) => {
    const code = readLua(name);
    expect(paintLua(code, plainStyle())).toBe(code);
    expect(plain(paintLua(code, coloured))).toBe(code);
  });
});
