import { describe, expect, it } from 'vitest';
import { ReplyError, type RawReply } from '../../src/engine/port.ts';
import { valkeyReply } from '../../src/view/valkey-reply.ts';

const text = (value: string): Buffer => Buffer.from(value);

describe('valkeyReply prints as valkey-cli does', () => {
  it.each<[RawReply, string]>([
    [1, '(integer) 1'],
    [-2, '(integer) -2'],
    [null, '(nil)'],
    [[], '(empty array)'],
    [text('plain'), '"plain"'],
    [text('a "b" \\ \n\r\t\u0007\b'), '"a \\"b\\" \\\\ \\n\\r\\t\\a\\b"'],
    [text('é\u001b[31m'), '"\\xc3\\xa9\\x1b[31m"'],
    [Buffer.from([0xff, 0x00]), '"\\xff\\x00"'],
    [[text('a'), 2, null], '1) "a"\n2) (integer) 2\n3) (nil)'],
    [[text('a'), [text('b'), [text('c'), []]]], '1) "a"\n2) 1) "b"\n   2) 1) "c"\n      2) (empty array)'],
  ])('%j', (reply, printed) => expect(valkeyReply(reply)).toBe(printed));

  it('aligns numbers of two digits, nested ones too', () => {
    const ten = Array.from({ length: 10 }, (_, at) => (at === 9 ? [1, 2] : at));
    expect(valkeyReply(ten).split('\n').slice(-3)).toEqual([
      ' 9) (integer) 8',
      '10) 1) (integer) 1',
      '    2) (integer) 2',
    ]);
  });

  it('leaves a status bare, and escapes what a server says', () => {
    expect(valkeyReply(text('zset'), { status: true })).toBe('zset');
    expect(valkeyReply(new ReplyError('WRONGTYPE \u001b[2J'))).toBe('(error) WRONGTYPE \\x1b[2J');
  });

  it('cuts what nobody reads', () => {
    expect(valkeyReply(Array.from({ length: 10_000 }, () => 1)).split('\n')).toHaveLength(51);
    expect(valkeyReply(Array.from({ length: 51 }, () => 1))).toMatch(/\(and 1 more element\)$/);
    expect(valkeyReply(Buffer.alloc(10_000_000, 'x'))).toMatch(/x" \(and 9,998,000 more bytes\)$/);
  });
});
