import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeContext } from '../../src/commands/context.ts';
import { run } from '../../src/commands/inspect.ts';
import type { Deps, Document } from '../../src/deps.ts';
import { holdClock, releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { clockKey, prefixOf } from '../../src/engine/namespace.ts';
import { HyperdriveError, UsageError } from '../../src/errors.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { escapeText } from '../../src/view/escape.ts';
import { fill } from '../support/keys.ts';
import { engineUrl } from '../support/engine-here.ts';

const namespace = `t-inspect-${process.pid}`;
const prefix = prefixOf(namespace);
const url = parseServerUrl(engineUrl);
const engine = await openEngine('url', url);
const used = new Map<string, string | Buffer>();
let documents: Document[] = [];

/** A key of this test, deleted after it. */
function own<T extends string | Buffer>(key: T): T {
  used.set(Buffer.from(key).toString('latin1'), key);
  return key;
}

beforeEach(() => {
  documents = [];
});
afterEach(async () => {
  await releaseClock(engine, prefix);
  for (const key of used.values()) await engine.call('UNLINK', key);
  used.clear();
});
afterAll(() => engine.close());

/** What `hyperdrive inspect` prints. */
async function inspect(
  key?: string | null,
  {
    json = false,
    login = {},
    ...options
  }: { json?: boolean; rows?: number; pattern?: string; login?: object } = {},
): Promise<string> {
  let printed = '';
  const stream = { write: (text: string) => void (printed += text), isTTY: false, columns: 80 };
  const deps = {
    env: {},
    stdout: stream,
    stderr: stream,
    canAsk: false,
    openEngine: () => openEngine('url', { ...url, ...login }),
    observe: (document: Document) => documents.push(document),
  } as Partial<Deps> as Deps;
  const context = makeContext(deps, { namespace, json, input: false });
  await run(context, options, key === undefined || key === null ? [] : [key]);
  return printed;
}

const states = () => documents.map(({ state }) => state as Document);

describe('a ship', () => {
  it('is all of its keys, its own first', async () => {
    await engine.call('SET', own(`${prefix}{enterprise}:gcra`), '1');
    await engine.call('HSET', own(`${prefix}{enterprise}:token-bucket`), 'tokens', '2');
    await engine.call('ZADD', own(`${prefix}enterprise`), 1, 'a');
    await engine.call('SET', own(`${prefix}{enterprise-2}:gcra`), '1');
    await engine.call('SET', own(`${prefix}enterprise-2`), '1');
    const text = await inspect('enterprise');
    expect(states().map(({ key, type }) => [key, type])).toEqual([
      [`${prefix}enterprise`, 'zset'],
      [`${prefix}{enterprise}:gcra`, 'string'],
      [`${prefix}{enterprise}:token-bucket`, 'hash'],
    ]);
    expect(text.match(/clock live/g)).toHaveLength(1);
    for (const { key } of states()) expect(text).toContain(`${String(key)}  `);
  });

  it('that never jumped has none, and its own key says so', async () => {
    // Where the line breaks depends on how long this key is.
    expect((await inspect('enterprise')).replaceAll(/\s+/g, ' ')).toContain(
      `${prefix}enterprise does not exist: a limiter that keeps nothing is full.`,
    );
    expect(states()).toMatchObject([{ type: 'none' }]);
  });
});

describe('a key', () => {
  it('is found by its whole name, under the prefix, outside, and without a colon', async () => {
    const outside = `t-inspect-${process.pid}-outside`;
    for (const key of [`${prefix}a:b`, outside, `${outside}:x`]) {
      await engine.call('SET', own(key), 'found');
      expect(await inspect(key)).toContain('\nfound\n');
    }
  });

  it('of the bookkeeping may be looked at', async () => {
    await holdClock(engine, prefix, 1_790_000_000_000);
    expect(await inspect(clockKey(prefix))).toContain('1790000000000');
  });

  it('that is missing says so, under the name that was typed', async () => {
    expect(await inspect('t-inspect:\u001b[31m')).toContain('t-inspect:\\x1b[31m does not exist.');
  });

  it('that may not be read is an error that names it', async () => {
    if (!engine.capabilities.acl) return expect(engine.server.name).toBe('look-alike');
    const login = { username: `t-inspect-${process.pid}`, password: 'secret' };
    await engine.call('ACL', 'SETUSER', login.username, 'reset', 'on', '>secret', `~${prefix}*`, '+@all');
    try {
      const refused = inspect('t-inspect:foreign\n', { login });
      await expect(refused).rejects.toThrow(HyperdriveError);
      await expect(refused).rejects.toThrow(/does not show "t-inspect:foreign\\n": /);
    } finally {
      await engine.call('ACL', 'DELUSER', login.username);
    }
  });
});

describe('without a key', () => {
  it('lists the limiters of the namespace', async () => {
    await engine.call('SET', own(`${prefix}enterprise`), '1', 'PX', 60_000);
    await engine.call('SET', own(`${prefix}kobayashi`), '12');
    const text = await inspect(null, { rows: 1 });
    expect(text).toContain('… and 1 more (--rows 2)');
    expect(documents).toMatchObject([{ more: 1, atLeast: false, clock: { mode: 'live' } }]);
    await inspect();
    expect((documents[1]!['keys'] as Document[]).map(({ key }) => key)).toEqual([
      `${prefix}enterprise`,
      `${prefix}kobayashi`,
    ]);
  });

  it('lists what a pattern matches', async () => {
    const key = own(`t-inspect-${process.pid}:elsewhere`);
    await engine.call('SET', key, '1');
    expect(await inspect(null, { pattern: `t-inspect-${process.pid}:*` })).toContain(key);
  });

  it('does not take a pattern and a key', async () => {
    await expect(inspect('enterprise', { pattern: '*' })).rejects.toThrow(UsageError);
    await expect(inspect('')).rejects.toThrow(UsageError);
  });
});

describe('whatever the server holds', () => {
  const nasty: Record<string, Buffer> = {
    'ANSI escapes': Buffer.from('\u001b[2J\u001b[31mred\u001b]0;title\u0007\u009b1A'),
    'line breaks': Buffer.from('a\r\nb\u2028c\td'),
    'invalid UTF-8': Buffer.from([0xff, 0xfe, 0x61, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x00]),
    'direction marks': Buffer.from('a\u202eb\u2066c\u200bd\ufeff'),
    '10 KB': Buffer.concat([Buffer.alloc(10_240, 'A'), Buffer.from([0x1b])]),
  };

  const cases = Object.entries(nasty).flatMap(
    ([what, bytes]): [string, Buffer, string, (string | Buffer)[]][] => [
      [what, bytes, 'SET', [bytes]],
      [what, bytes, 'HSET', [bytes, bytes]],
      [what, bytes, 'RPUSH', [bytes, bytes]],
      [what, bytes, 'SADD', [bytes]],
      [what, bytes, 'ZADD', ['1', bytes]],
    ],
  );

  it.each(cases)(
    '%s: nothing raw, and no more than a screen: %j by %s',
    async (_what, bytes, command, words) => {
      const key = own(Buffer.concat([Buffer.from(`${prefix}x:`), bytes]));
      await engine.call(command, key, ...words);
      // The name as the view shows it can be typed.
      const typed = escapeText(key);
      for (const json of [false, true]) {
        documents = [];
        safe(await inspect(typed, { json }), json);
        expect(states()).toHaveLength(1);
        expect(states()[0]!['type']).not.toBe('none');
        safe(await inspect(null, { json, pattern: `${prefix}x:*` }), json);
        expect(documents[1]!['keys']).toHaveLength(1);
      }
    },
  );

  it.each([
    ['SET', 'BIG'],
    ['HSET', 'field', 'BIG'],
    ['RPUSH', 'BIG'],
    ['SADD', 'BIG'],
    ['ZADD', '1', 'BIG'],
  ])('10 MB by %s: a screen of it', async (...command) => {
    await fill(engine, own(`${prefix}enterprise`), { command });
    const text = await inspect('enterprise');
    safe(text, false);
    expect(text).toMatch(engine.server.name === 'look-alike' ? /AAAAA|too large/ : /AAAAA/);
    safe(await inspect('enterprise', { json: true }), true);
    expect(states()[0]).toMatchObject({ truncated: true });
  });

  /** Nothing but text, line breaks and table borders; a screen, and not a flood. */
  function safe(output: string, json: boolean): void {
    expect(output.replaceAll('\n', '')).not.toMatch(
      /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffd]/u,
    );
    expect(output.split('\n').length).toBeLessThan(json ? 3 : 20);
    expect(output.length).toBeLessThan(8 * 1024);
  }
});
