import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ArenaFell, type Arena } from '../../src/engine/arena.ts';
import { refusalOf } from '../../src/engine/arena/refusal.ts';
import { ReplyError } from '../../src/engine/port.ts';
import { messageOf } from '../../src/errors.ts';
import { openTestArena } from '../support/arena.ts';

const deadlineMs = 1_000;
/** For what ends by itself, however slow the machine. */
const patienceMs = 30_000;

const keys = ['limiter', 'a*[b]?\\'];

let arena: Arena;
const open = async () => {
  arena = await openTestArena({ keys });
};
const stop = () => arena.stop();

const run = (text: string, key = 'limiter', ...args: string[]) =>
  arena.connection.call('EVAL', text, 1, key, ...args);

/** How a script ends: with an answer, with what it was refused, or with the arena. */
async function endOf(text: string, ms = patienceMs): Promise<string> {
  try {
    return `answered ${JSON.stringify(await arena.within(ms, () => run(text)))}`;
  } catch (error) {
    if (error instanceof ArenaFell) return error.fall;
    return (error instanceof ReplyError && refusalOf(error.message)) || messageOf(error);
  }
}

describe('what a limiter needs', () => {
  beforeAll(open);
  afterAll(stop);

  it('is there for it: every type, TTLs, TIME, its cached script', async () => {
    const text = `
      local types = {
        { 'SET', KEYS[1], 1, 'PX', 1000 }, { 'HSET', KEYS[1], 'f', 1 }, { 'RPUSH', KEYS[1], 1 }, { 'SADD', KEYS[1], 1 },
        { 'ZADD', KEYS[1], 1, 'm' }, { 'XADD', KEYS[1], '*', 'f', 1 }, { 'PFADD', KEYS[1], 1 }, { 'SETBIT', KEYS[1], 7, 1 } }
      for _, command in ipairs(types) do
        redis.call(unpack(command))
        redis.call('PEXPIRE', KEYS[1], 1000)
        if redis.call('PTTL', KEYS[1]) < 0 or redis.call('DEL', KEYS[1]) ~= 1 then return command[1] end
      end
      return #redis.call('TIME')`;
    await expect(run(text)).resolves.toBe(2);
    await arena.connection.call('SCRIPT', 'LOAD', text);
    const sha = createHash('sha1').update(text).digest('hex');
    const plan = async () => [['EVALSHA', sha, 1, 'limiter']];
    expect(await arena.connection.watched(['limiter'], plan)).toEqual([2]);
  });

  it('may be a key with glob characters, which is no pattern [needs acl]', async ({ skip }) => {
    const text = "return redis.call('INCR', KEYS[1])";
    await expect(run(text, keys[1])).resolves.toBe(1);
    skip(!arena.capabilities.acl, 'without ACLs a script may name any key');
    await expect(run(text, 'axb?\\')).rejects.toThrow(ReplyError);
  });
});

describe('what a limiter has no business with', () => {
  beforeAll(open);
  afterAll(stop);

  it.each([
    "'FLUSHALL'",
    "'FLUSHDB'",
    "'KEYS', '*'",
    "'SCAN', '0'",
    "'RANDOMKEY'",
    "'DBSIZE'",
    "'SWAPDB', 0, 1",
    "'CONFIG', 'SET', 'dir', '/'",
    "'DEBUG', 'SLEEP', '0'",
    "'ACL', 'WHOAMI'",
    "'SHUTDOWN'",
    "'SELECT', 1",
    "'PUBLISH', 'c', 'm'",
    "'SORT', KEYS[1]",
    "'REPLICAOF', 'h', '1'",
    "'SCRIPT', 'FLUSH'",
    "'INFO'",
    "'FUNCTION', 'LIST'",
    "'CLIENT', 'LIST'",
    "'OBJECT', 'ENCODING', KEYS[1]",
    "'RESTORE', KEYS[1], 0, 'x'",
    "'BLPOP', KEYS[1], 0",
  ])('%s is refused; without ACLs it is refused or seen', async (command) => {
    const text = `return redis.call(${command})`;
    if (arena.capabilities.acl) {
      expect(await endOf(text)).toBe('command');
    } else {
      let error: unknown;
      const seen = await arena.watchCommands(() => run(text).catch((thrown: unknown) => (error = thrown)));
      if (seen.length) expect(`'${String(seen[0]![0])}'`).toBe(command.split(',')[0]);
      else expect(error).toBeInstanceOf(ReplyError);
    }
    await expect(arena.admin.call('PING')).resolves.toBe('PONG');
  });

  it.each([
    [['SET', 'other', '1']],
    [['SET', 'limiter2', '1']],
    [['GET', 'limite']],
    [['RENAME', 'limiter', 'limiter:2']],
  ])('an undeclared key is refused; without ACLs it is seen: %s', async (words) => {
    await arena.admin.call('SET', 'limiter', 1);
    const text = `return redis.call('${words.join("', '")}')`;
    if (arena.capabilities.acl) expect(await endOf(text)).toBe('key');
    else
      expect((await arena.watchCommands(() => run(text))).map((seen) => seen.map(String))).toEqual([words]);
  });

  it('is refused to the connection as well, which cannot call itself somebody else [needs acl]', async ({
    skip,
  }) => {
    skip(!arena.capabilities.acl, 'without ACLs it may do anything');
    const other = await arena.connect();
    await expect(other.call('CONFIG', 'GET', '*')).rejects.toThrow(ReplyError);
    await expect(other.call('AUTH', 'default', '')).rejects.toThrow(/WRONGPASS/);
    await expect(other.call('GET', 'other')).rejects.toThrow(ReplyError);
  });

  it('is in the log where the script keeps the refusal to itself [needs acl]', async ({ skip }) => {
    skip(!arena.capabilities.acl, 'without ACLs nothing is refused');
    await arena.admin.call('ACL', 'LOG', 'RESET');
    await run("redis.pcall('KEYS', '*') return 1");
    expect(String(await arena.admin.call('ACL', 'LOG'))).toMatch(/reason,command,context,lua,object,keys/);
  });
});

describe('a hostile script', () => {
  beforeEach(open);
  afterEach(stop);

  it('that loops for ever ends with the arena; on the look-alike with its fuel', async () => {
    const end = await endOf('while true do end', deadlineMs);
    expect(end).toBe(arena.capabilities.acl ? 'deadline' : 'endless');
  });

  it('that loops after a write ends with the arena', async () => {
    expect(await endOf("while true do redis.call('INCR', KEYS[1]) end", deadlineMs)).toBe('deadline');
  });

  it('that builds a string of 1 GB gets no such thing, and the next one is served', async () => {
    expect(await endOf("return #string.rep('x', 1e9)")).toBe('memory');
    // No more than this: Lua 5.1 keeps the pieces of the big one for a while, and on Redis 7.0 they may take almost all there is.
    expect(await endOf("return #string.rep('x', 1e5)")).toBe('answered 100000');
  });

  it('that fills a table without end runs out of memory, or the server does', async () => {
    const text = "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end";
    expect(await endOf(text)).toMatch(/^(memory|died)$/);
  });

  it('that fills a key without end runs out of memory or time, or the server does', async () => {
    const text = "local s = ('x'):rep(1e6) for i = 1, 1e9 do redis.call('HSET', KEYS[1], i, s) end";
    expect(await endOf(text, deadlineMs)).toMatch(/^(memory|died|deadline)$/);
  });

  it('that answers with more than anybody can swallow is cut off', async () => {
    expect(await endOf("return string.rep('x', 4e7)")).toMatch(/^(memory|died)$/);
  });

  it('that is no Lua is told from one that fails', async () => {
    expect(await endOf('return ((')).toMatch(/unexpected symbol near/);
    expect(await endOf("error('not today')")).toMatch(/not today/);
  });
});
