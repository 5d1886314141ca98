import { describe, expect, it } from 'vitest';
import { composeHeader, withHeader } from '../../../src/challenge/header/compose.ts';
import { parseHeader } from '../../../src/challenge/header/header.ts';

describe('a composed header', () => {
  it('says the same when it is read', () => {
    const header = composeHeader([
      ['model', 'sliding-window-log'],
      ['argv', "period_s, limit, 'a b'"],
      ['allowed', 'reply[1]==1 and reply[2]>=0'],
      ['remaining', 'reply[2]'],
      ['keys', '{key},{key}:2'],
    ]);
    expect(header).toMatchInlineSnapshot(`
      "-- hyperdrive: model=sliding-window-log argv="period_s, limit, 'a b'"
      -- hyperdrive: allowed="reply[1]==1 and reply[2]>=0" remaining=reply[2]
      -- hyperdrive: keys={key},{key}:2"
    `);
    expect(parseHeader('my.lua', header)).toMatchObject({
      model: 'sliding-window-log',
      keys: [[null], [null, ':2']],
      calling: { allowed: { source: 'reply[1]==1 and reply[2]>=0' }, remaining: { source: 'reply[2]' } },
    });
  });
});

describe('a script with a header', () => {
  it.each([
    ['return 1\n', '-- h\nreturn 1\n'],
    ['', '-- h\n'],
    ['#!lua name=x\nreturn 1', '#!lua name=x\n-- h\nreturn 1'],
    ['#!lua', '#!lua\n-- h\n'],
    ['return 1\r\nreturn 2\r\n', '-- h\r\nreturn 1\r\nreturn 2\r\n'],
  ])('%j becomes %j', (text, whole) => expect(withHeader('-- h', text)).toBe(whole));
});
