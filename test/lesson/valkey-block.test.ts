import { describe, expect, it } from 'vitest';
import {
  ReplyError,
  type Arg,
  type Capabilities,
  type Connection,
  type RawReply,
} from '../../src/engine/port.ts';
import type { Expectation } from '../../src/lesson/mission.ts';
import { parseConditions } from '../../src/lesson/conditions.ts';
import { askValkey, judgeReply, readValkeyLine, replyDocument } from '../../src/lesson/valkey-block.ts';

describe('readValkeyLine', () => {
  it.each([
    ['zcard hyperdrive:enterprise', 'hyperdrive:', 'ZCARD', ['hyperdrive:enterprise']],
    [
      'ZRANGE hyperdrive:enterprise 0 -1 WITHSCORES',
      'hyperdrive:',
      'ZRANGE',
      ['hyperdrive:enterprise', '0', '-1', 'WITHSCORES'],
    ],
    ['GET hyperdrive:enterprise', 'hyperdrive:team:', 'GET', ['hyperdrive:team:enterprise']],
    ['GET hyperdrive:team:enterprise', 'hyperdrive:team:', 'GET', ['hyperdrive:team:enterprise']],
    ['GET hyperdrive:{enterprise}:gcra', 'hyperdrive:team:', 'GET', ['hyperdrive:team:{enterprise}:gcra']],
    ['EXISTS hyperdrive:a hyperdrive:b', 'hyperdrive:n:', 'EXISTS', ['hyperdrive:n:a', 'hyperdrive:n:b']],
    ['object encoding hyperdrive:a', 'hyperdrive:', 'OBJECT ENCODING', ['hyperdrive:a']],
    ['TIME', 'hyperdrive:', 'TIME', []],
    ['ZCOUNT hyperdrive:a (5 +inf', 'hyperdrive:', 'ZCOUNT', ['hyperdrive:a', '(5', '+inf']],
  ])('%s in %s', (line, prefix, name, args) => {
    expect(readValkeyLine(line, prefix)).toMatchObject({ name, args });
  });

  it.each([
    ['SET hyperdrive:a 1', 'only reads'],
    ['KEYS *', 'only reads'],
    ['FLUSHALL', 'only reads'],
    ['OBJECT FREEZE hyperdrive:a', 'only reads'],
    ['MEMORY DOCTOR', 'only reads'],
    ['', 'only reads'],
    ['GET', 'needs a key'],
    ['EXISTS', 'needs a key'],
    ['GET session:17', 'is none'],
    ['GET hyperdrive:@clock', 'is none'],
    ['GET hyperdrive:other:enterprise', 'is none'],
    ['MGET hyperdrive:a secret', 'is none'],
  ])('%j is refused', (line, why) => expect(() => readValkeyLine(line, 'hyperdrive:')).toThrow(why));
});

const everything: Capabilities = {
  monitor: true,
  object: true,
  memory: true,
  ldb: true,
  acl: true,
  cluster: true,
  frozenTime: true,
  heldClock: true,
};

/** A connection that answers from a table and notes what it was asked. */
function world(replies: Record<string, RawReply | Error>, capabilities: Partial<Capabilities> = {}) {
  const asked: string[] = [];
  const answer = async (...command: Arg[]): Promise<RawReply> => {
    asked.push(command.join(' '));
    const reply = replies[command.join(' ')] ?? null;
    if (reply instanceof Error) throw reply;
    return reply;
  };
  const connection = {
    call: answer,
    callRaw: answer,
    watched: async () => [],
    close: () => {},
  } as unknown as Connection;
  return {
    asked,
    prefix: 'hyperdrive:',
    connection,
    capabilities: { ...everything, ...capabilities },
    label: 'the look-alike',
  };
}

describe('askValkey', () => {
  const held = {
    'GET hyperdrive:@clock': '1000000',
    'HGET hyperdrive:@parked hyperdrive:a': '1059500',
    'PTTL hyperdrive:a': 86_400_000,
    'TTL hyperdrive:a': 86_400,
    'PEXPIRETIME hyperdrive:a': 9_999_999,
    'EXPIRETIME hyperdrive:a': 9_999,
    'PTTL hyperdrive:forever': -1,
    'TTL hyperdrive:gone': -2,
  };

  it.each([
    ['PTTL hyperdrive:a', 59_500],
    ['ttl hyperdrive:a', 60],
    ['PEXPIRETIME hyperdrive:a', 1_059_500],
    ['EXPIRETIME hyperdrive:a', 1_060],
    ['PTTL hyperdrive:forever', -1],
    ['TTL hyperdrive:gone', -2],
  ])('answers %s in held time', async (line, reply) =>
    expect(await askValkey(line, world(held))).toBe(reply),
  );

  it('answers as the server does where the clock runs', async () => {
    const live = world({ ...held, 'GET hyperdrive:@clock': null, TIME: ['1', '0'] });
    expect(await askValkey('TTL hyperdrive:a', live)).toBe(86_400);
  });

  it("passes a server's refusal on as the answer", async () => {
    const refusal = new ReplyError('WRONGTYPE of key');
    expect(await askValkey('GET hyperdrive:a', world({ 'GET hyperdrive:a': refusal }))).toBe(refusal);
  });

  it('says calmly what an engine lacks, and asks it nothing', async () => {
    const without = world({}, { memory: false, object: false });
    await expect(askValkey('MEMORY USAGE hyperdrive:a', without)).rejects.toThrow(
      'MEMORY USAGE is not to be had on this engine (the look-alike).',
    );
    await expect(askValkey('OBJECT ENCODING hyperdrive:a', without)).rejects.toThrow('not to be had');
    expect(without.asked).toEqual([]);
  });
});

describe('judgeReply', () => {
  const when = (text: string): Expectation => ({ conditions: parseConditions(text)! });

  it.each<[RawReply, Expectation]>([
    [1, { whole: '1' }],
    [1, { whole: '(integer) 1' }],
    [null, { whole: '(nil)' }],
    [Buffer.from('a b'), { whole: 'a b' }],
    [Buffer.from('a b'), { whole: '"a b"' }],
    [[Buffer.from('a'), Buffer.from('1')], { whole: '["a","1"]' }],
    [[Buffer.from('a'), Buffer.from('1')], { whole: 'a 1' }],
    [[], { whole: '(empty array)' }],
    [[1, 2], when('length=2')],
    [Buffer.from('four'), when('length=4')],
    [400, when('value>=390 value<500')],
  ])('%j is %j', (reply, expected) => expect(judgeReply(expected, reply)).toEqual({ holds: true }));

  it('tells what it expected, and what it got', () => {
    expect(judgeReply({ whole: '1' }, 20)).toEqual({ holds: false, expected: '1', got: '20' });
    expect(judgeReply(when('length=2'), 20)).toEqual({
      holds: false,
      expected: 'length=2',
      got: 'nothing there',
    });
    expect(judgeReply({ whole: '1' }, new ReplyError('ERR no'))).toMatchObject({ got: '"(error) ERR no"' });
  });

  it('makes a document of any reply', () => {
    expect(replyDocument([Buffer.from('é'), [1]])).toEqual({ value: ['é', [1]], length: 2 });
    expect(replyDocument(null)).toEqual({ value: null });
  });
});
