import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/engine/port.ts';
import { evaluate, type Scope } from '../../../src/challenge/header/evaluate.ts';
import { parseExpression, parseList } from '../../../src/challenge/header/expression.ts';
import { isCondition } from '../../../src/challenge/header/syntax.ts';

const scope: Omit<Scope, 'reply'> = {
  limit: 10,
  period_ms: 60_000,
  period_s: 60,
  cost: 1,
  capacity: 20,
  now: 1_700_000_000.25,
  now_s: 1_700_000_000,
  now_ms: 1_700_000_000_250,
  now_us: 1_700_000_000_250_000,
  held_s: '',
  held_ms: '',
  held_us: '',
  id: 'call-7',
};

const value = (source: string, reply: Reply = null) =>
  evaluate(parseExpression(source, { reply: true }), { ...scope, reply });

describe('arithmetic', () => {
  it.each([
    ['1+2*3', 7],
    ['(1+2)*3', 9],
    ['10-4-3', 3],
    ['64/4/2', 8],
    ['-2*-3', 6],
    ['7//2*2+7%2', 7],
    ['-7//2', -4],
    ['-7%3', 2],
    ['now_us//1000%period_ms', 20_250],
    ['limit/period_s', 10 / 60],
    ['floor(now)', 1_700_000_000],
    ['ceil(limit/3)', 4],
    ['min(limit,capacity,5)', 5],
    ['max(1, limit-20)', 1],
    ["'3'+1", 4],
    ['id', 'call-7'],
    ["'a b'", 'a b'],
  ])('%s is %s', (source, result) => expect(value(source)).toBe(result));

  it.each(['held_ms*1000', '-held_s', 'floor(held_us/1000)', 'max(held_ms,5)'])(
    '%s is empty where no instant is given',
    (source) => expect(value(source)).toBe(''),
  );

  it('on what the script did not tell comes to nil', () => expect(value('limit-reply[2]', [1])).toBeNull());

  it.each([
    ['limit/0', 'make no number'],
    ['limit%0', 'make no number'],
    ["'five'+1", '"five" is no number'],
    ['reply[1]', 'nil has no elements'],
    ['reply+1', '[1,2] is no number', [1, 2]],
  ])('%s: %s', (source, message, reply: Reply = null) => expect(() => value(source, reply)).toThrow(message));
});

describe('conditions', () => {
  it.each<[string, Reply, boolean]>([
    ['reply==1', 1, true],
    ['reply==1', '1', true],
    ['reply==1', '1.0', true],
    ["reply=='OK'", 'OK', true],
    ["reply=='1'", 1, true],
    ['reply~=nil', null, false],
    ['reply!=nil', 0, true],
    ['reply==nil', null, true],
    ['reply[1]==1', [1, 4], true],
    ['reply[2]==nil', [1], true],
    ['reply[1][2]>3', [[0, '4']], true],
    ['reply<=limit', 11, false],
    ['reply[1]<1', ['0.5'], true],
    ['not (reply==0)', 0, false],
    ['not(reply>=1) or reply>5', 9, true],
    ['reply>2 and reply<5', 3, true],
    ['reply==1 or reply==2 and reply==3', 1, true],
  ])('%s of %j is %s', (source, reply, result) => {
    expect(isCondition(parseExpression(source, { reply: true }))).toBe(true);
    expect(value(source, reply)).toBe(result);
  });

  it('choose, as they do in Lua', () => {
    const source = 'reply[1]==1 and 0 or reply[3]';
    expect(value(source, [1, 4, 60])).toBe(0);
    expect(value(source, [0, 0, 60])).toBe(60);
    expect(value('reply[2] or 0', [1])).toBe(0);
  });

  it('do not compare what has no order', () =>
    expect(() => value('reply<1', 'many')).toThrow('"many" is no number'));
});

describe('what cannot be read', () => {
  it.each([
    ['', 'it is empty'],
    ['  ', 'it is empty'],
    ['reply[1]=1', '"=" means nothing here. To compare, write ==.'],
    ['reply[1]==1&&true', '"&" means nothing here. Write and.'],
    ['reply==1 %', 'it ends where something must follow'],
    ["reply=='OK", 'A text ends with a quote'],
    ['1e3', '1e3 is no number'],
    ['0x10', '0x10 is no number'],
    ['(reply==1', '"(" is not closed with ")"'],
    ['reply[1==1', '"[" is not closed with "]"'],
    ['reply==1)', '")" closes what was never opened'],
    ['reply[0]', 'the first element is 1'],
    ['reply[1.5]', 'the first element is 1'],
    ['reply[limit]', 'a whole number'],
    ['limit[1]', 'before "[" something is missing'],
    ['1 2', 'before "2" something is missing'],
    ['1+', 'it ends where something must follow'],
    ['*2', 'before "*" something is missing'],
    ['and 1', 'before "and" something is missing'],
    ['1,2', 'it is one expression'],
    ['replay[1]', 'there is no variable "replay". Did you mean reply?'],
    ['periodms', 'Did you mean period_ms?'],
    ['tonumber(reply)', 'there is no function "tonumber". There are: floor, ceil, min, max.'],
    ['math.floor(1)', '"." means nothing here. Numbers are written 0.5, and functions floor(x)'],
    ['1+'.repeat(600), 'longer than 1000 characters'],
    ['flor(1.5)', 'Did you mean floor?'],
    ['floor', 'write floor(…)'],
    ['floor()', 'floor takes one argument, not 0'],
    ['floor(1,2)', 'floor takes one argument, not 2'],
    ['min()', 'min takes one argument or more, not 0'],
    ['not reply', 'in Lua 0 counts as true'],
    ['not reply[1]==1', 'in Lua 0 counts as true'],
    ['reply and 1', 'in Lua 0 counts as true'],
    ['1<reply<3', '< works on numbers'],
    ['-(reply==1)', '- works on numbers'],
    ['max(reply==1,2)', 'max works on numbers'],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, 'nested too deeply'],
  ])('%s: %s', (source, message) => expect(() => parseExpression(source, { reply: true })).toThrow(message));

  it('is the reply, before there is one', () =>
    expect(() => parseList('limit,reply', { reply: false })).toThrow('not known yet'));
});

it('reads lists, empty ones, too', () => {
  expect(parseList('', { reply: false })).toEqual([]);
  expect(parseList('limit, min(1,2) ,id', { reply: false })).toHaveLength(3);
});
