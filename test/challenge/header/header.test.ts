import { describe, expect, it } from 'vitest';
import { parseHeader } from '../../../src/challenge/header/header.ts';

const parse = (...lines: string[]) => parseHeader('my.lua', lines.join('\n'));

describe('a header', () => {
  it('is found among the comments, on several lines', () => {
    const header = parse(
      '#!lua',
      '-- A limiter.',
      '--- Hyperdrive:   model=sliding-window-log  argv=period_s,limit,now_s',
      'local key = KEYS[1]',
      '  -- hyperdrive: allowed="reply[1] == 1" keys={key},{key}:seq',
    );
    expect(header).toMatchObject({ model: 'sliding-window-log', keys: [[null], [null, ':seq']] });
    expect(header?.calling?.argv).toHaveLength(3);
    expect(header?.calling?.allowed.source).toBe('reply[1] == 1');
  });

  it('may be a model alone: the contract', () =>
    expect(parse('-- hyperdrive: model=gcra')).toMatchObject({ model: 'gcra', calling: null, keys: null }));

  it('pins numbers, in one unit', () => {
    const header = parse('-- hyperdrive: model=gcra limit=5 period_s=60 capacity=10');
    expect(header?.fixed).toEqual({ limit: 5, periodMs: 60_000, capacity: 10 });
  });

  it('may say that the script takes no arguments', () =>
    expect(parse('-- hyperdrive: model=gcra argv= allowed=reply<=5')?.calling?.argv).toEqual([]));

  it('is not there', () => {
    expect(parse('-- hyperdrive is great', 'return 1')).toBeNull();
    expect(parse('return "-- hyperdrive: model=gcra"')).toBeNull();
    expect(parse(...Array<string>(100).fill('-- prose'), '-- hyperdrive: model=gcra')).toBeNull();
  });
});

describe('a header that is wrong names file, line, what, and what to do', () => {
  const called = '-- hyperdrive: model=gcra argv=limit,period_s';
  it.each<[string, ...string[]]>([
    ['my.lua: its header says nothing', '-- hyperdrive:'],
    [
      'my.lua:2: there is no name in a header "modle". Did you mean model? There are: model, argv,',
      '--',
      '-- hyperdrive: modle=gcra',
    ],
    ['my.lua:1: model has no value: write model=…', '-- hyperdrive: model'],
    ['my.lua:1: "gcra" is not of the form name=value', '-- hyperdrive: gcra'],
    [
      'my.lua:1: "==" is not of the form name=value. A value with spaces stands in double quotes',
      `${called} allowed=reply == 1`,
    ],
    ['my.lua:1: the quote behind allowed= is never closed', `${called} allowed="reply == 1`],
    ['my.lua:2: model= stands here twice (line 1 has it, too)', called, '-- hyperdrive: model=gcra'],
    ['my.lua:1: model= stands here twice: leave one out', '-- hyperdrive: model=gcra model=gcra'],
    [
      'my.lua:1: there is no model "tokenbucket". Did you mean token-bucket? There are: fixed-window,',
      '-- hyperdrive: model=tokenbucket',
    ],
    ['my.lua:1: there is no model "constructor".', '-- hyperdrive: model=constructor'],
    ['my.lua:1: argv= says how the script is called, but nothing says when a jump is allowed', called],
    [
      'my.lua:1: allowed= says how the script is read, but nothing says how it is called',
      '-- hyperdrive: model=gcra allowed=reply==1',
    ],
    ['my.lua:2: allowed=reply[1: "[" is not closed', called, '-- hyperdrive: allowed=reply[1'],
    [
      'my.lua:1: allowed=reply[1] is no yes or no: compare it with something, such as allowed=reply[1]==1',
      `${called} allowed=reply[1]`,
    ],
    [
      'my.lua:1: remaining=reply==1 is a yes or no, and a number is wanted',
      `${called} allowed=reply==1 remaining=reply==1`,
    ],
    [
      'my.lua:1: argv=limit,reply: the reply is not known yet',
      '-- hyperdrive: model=gcra argv=limit,reply allowed=reply==1',
    ],
    [
      'my.lua:1: argv=limit==5: an argument is a number or a text',
      '-- hyperdrive: model=gcra argv=limit==5 allowed=reply==1',
    ],
    ['my.lua:1: retry_ms= and retry_s= say the same', `${called} allowed=reply==1 retry_s=1 retry_ms=1000`],
    [
      'my.lua:1: keys={key},tokens: every limiter has keys of its own, so each has {key} in it, such as {key}:tokens',
      '-- hyperdrive: model=gcra keys={key},tokens',
    ],
    ['my.lua:1: limit=0 is no whole number, 1 or more', '-- hyperdrive: model=gcra limit=0'],
    ['my.lua:1: limit=1e3 is no whole number', '-- hyperdrive: model=gcra limit=1e3'],
    [
      'my.lua:1: period_ms= and period_s= say the same',
      '-- hyperdrive: model=gcra period_s=1 period_ms=1000',
    ],
    [
      'my.lua:1: clock=server is neither clock=caller nor clock=trusted',
      '-- hyperdrive: model=gcra clock=server',
    ],
    [
      'my.lua:1: challenge= says how it is called and read: leave model= out',
      '-- hyperdrive: challenge=x model=gcra',
    ],
  ])('%s', (message, ...lines) => expect(() => parse(...lines)).toThrow(message));
});
