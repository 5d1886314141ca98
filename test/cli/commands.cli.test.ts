import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, Machine } from '../support/cli.ts';

const here = new Machine();
beforeAll(() => here.run(['engine', 'start']));
afterAll(() => here.dispose());

let spaces = 0;
/** A namespace of its own for each test. */
const space = () => ['--namespace', `t${++spaces}`];

describe('jump', () => {
  it('prints one document with the decision, the clock, the engine and the state', async () => {
    const [jump] = await here.json(['jump', '--ship', 'enterprise', ...space()]);
    expect(jump).toMatchObject({
      ship: 'enterprise',
      key: `hyperdrive:t${spaces}:enterprise`,
      algorithm: 'sliding-window-log',
      limit: 5,
      periodMs: 60_000,
      cost: 1,
      allowed: true,
      remaining: 4,
      retryAfterMs: 0,
      resetAfterMs: 60_000,
      clock: { mode: 'live' },
      state: { type: 'zset', length: 1 },
    });
  });

  it('says a denial is a result: exit 0, and shows the key as a table with ages', async () => {
    const here5 = space();
    await here.json(['burst', 'enterprise', '--count', '5', ...here5]);
    const { code, stdout } = await here.run(['jump', 'enterprise', ...here5]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/denied {2}enterprise · 0 of 5 remaining · retry after 59\.\d+ s/);
    expect(stdout).toMatch(/score/);
    expect(stdout).toMatch(/ago/);
  });

  it('looks without leaving a key', async () => {
    const [look] = await here.json(['jump', 'enterprise', '--look', ...space()]);
    expect(look).toMatchObject({
      cost: 0,
      allowed: true,
      remaining: 5,
      resetAfterMs: 0,
      state: { type: 'none' },
    });
  });

  it('keeps changed drives, other algorithms and scripts apart from the own drive', async () => {
    const apart = space();
    const prefix = `hyperdrive:t${spaces}:`;
    const file = join(here.folder, 'mine.lua');
    writeFileSync(
      file,
      'redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])\nreturn {1, 7, 0, tonumber(ARGV[2])}',
    );
    const keys = await Promise.all(
      [
        ['--limit', '9'],
        ['--algorithm', 'flawed/timestamp-as-member'],
        ['--script', file],
        ['--period', '60s'],
      ].map(async (options) => (await here.json(['jump', 'enterprise', ...options, ...apart]))[0]!['key']),
    );
    expect(keys).toEqual([
      `${prefix}{enterprise}:sliding-window-log:9-per-60s`,
      `${prefix}{enterprise}:flawed/timestamp-as-member`,
      expect.stringMatching(/^hyperdrive:t\d+:{enterprise}:script:mine\.lua:[0-9a-f]{8}$/),
      `${prefix}enterprise`,
    ]);
  });

  it('makes an ad-hoc drive from --limit and --period', async () => {
    const [jump] = await here.json(['jump', 'shuttle', '--limit', '2', '--period', '1h', ...space()]);
    expect(jump).toMatchObject({
      algorithm: 'sliding-window-log',
      limit: 2,
      periodMs: 3_600_000,
      remaining: 1,
    });
  });

  it('prints the EVAL so that valkey-cli takes it', async () => {
    const [jump] = await here.json<{ eval: string }>(['jump', 'enterprise', '--eval', ...space()]);
    expect(jump!.eval).toMatch(
      new RegExp(`^EVAL "-- Sliding window log.*" 1 hyperdrive:t${spaces}:enterprise 5 60000 1 ""$`),
    );
    // The line editor of valkey-cli holds 4,095 characters.
    expect(jump!.eval.length).toBeLessThan(4_096);
  });

  it("names the learner's file and line where a script fails", async () => {
    const file = join(here.folder, 'bad.lua');
    writeFileSync(file, 'local x = 1\nreturn x.y.z');
    const { code, stderr } = await here.run(['jump', 'enterprise', '--script', file, ...space()]);
    expect(stderr).toMatch(/bad\.lua:2/);
    expect(code).toBe(1);
    writeFileSync(file, 'return {1, "x"}');
    const shape = await here.run(['jump', 'enterprise', '--script', file, ...space()]);
    expect(shape.stderr).toMatch(/answered \[1,"x"\], but by the contract/);
  });

  it.each([
    [['jump'], /Which ship\? Name one: enterprise, kobayashi/],
    [['jump', 'nobody'], /no ship "nobody".*enterprise, kobayashi.*--limit and --period/],
    [['jump', 'a b'], /ship's name/],
    [['jump', 'enterprise', '--ship', 'kobayashi'], /Two ships/],
    [['jump', 'enterprise', '--limit', '0'], /whole number, 1 or more/],
    [['jump', 'enterprise', '--period', '60'], /duration such as/],
    [['jump', 'enterprise', '--cost', '-1'], /whole number, 0 or more/],
    [['jump', 'enterprise', '--algorithm', 'nope'], /no algorithm "nope".*sliding-window-log/],
    [['jump', 'enterprise', '--capacity', '3'], /--capacity is for buckets/],
    [['jump', 'kobayashi', '--cost', '2'], /it knows no cost/],
    [['jump', 'enterprise', '--script', '/nowhere.lua'], /no such file/],
    [['jump', 'enterprise', '--namespace', 'a:b'], /namespace must be/],
    [['jump', 'enterprise', '--nope'], /unknown option '--nope'/],
    [['jmup'], /no command "jmup"/],
    [['warp', 'soon'], /"soon" is no duration/],
    [['jump', 'enterprise', '--url', 'http://x'], /valkey:\/\//],
    [['jump', 'enterprise', '--url', 'unix:/x', '--engine', 'builtin'], /contradict/],
  ])('refuses %j (exit 2)', async (args, message) => {
    const { code, stderr, stdout } = await here.run(args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('lets a script refuse a number (exit 1)', async () => {
    const { code, stderr } = await here.run(['jump', 'enterprise', '--limit', '10001', ...space()]);
    expect(stderr).toMatch(/limit must be a whole number from 1 to 10000/);
    expect(code).toBe(1);
  });
});

describe('burst', () => {
  it('admits twenty of twenty at the Kobayashi, and keeps one member', async () => {
    const documents = await here.json(['burst', 'kobayashi', '--count', '20', ...space()]);
    expect(documents).toHaveLength(21);
    expect(documents.at(-1)).toMatchObject({ summary: true, allowed: 20, denied: 0, state: { length: 1 } });
  });

  it('admits five of twenty at the Enterprise, with a retry-after', async () => {
    const documents = await here.json<{ firstDenial: { retryAfterMs: number } }>([
      'burst',
      'enterprise',
      '--count',
      '20',
      ...space(),
    ]);
    const summary = documents.at(-1)!;
    expect(summary).toMatchObject({ allowed: 5, denied: 15, clients: 10, state: { length: 5 } });
    expect(summary.firstDenial.retryAfterMs).toBeGreaterThan(50_000);
    expect(summary.firstDenial.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('makes two more than the limit by default, a line each', async () => {
    const { stdout } = await here.run(['burst', 'enterprise', ...space()]);
    expect(stdout.match(/allowed │/g)).toHaveLength(5);
    expect(stdout.match(/denied {2}│/g)).toHaveLength(2);
    expect(stdout).toMatch(/First denial: jump 6, retry after/);
  });

  it('admits exactly five of 1,000 jumps of 50 clients, and shows them as a timeline', async () => {
    const { stdout } = await here.run([
      'burst',
      'enterprise',
      '--count',
      '1000',
      '--clients',
      '50',
      ...space(),
    ]);
    expect(stdout).toMatch(/5 allowed, 995 denied/);
    expect(stdout.split('\n').length).toBeLessThan(30);
  });
});

describe('the clock', () => {
  it('warps to one millisecond before retry-after, and to it, in commands of their own', async () => {
    const held = space();
    await here.json(['clock', 'hold', ...held]);
    await here.json(['jump', 'enterprise', ...held]);
    await here.json(['warp', '10s', ...held]);
    await here.json(['burst', 'enterprise', '--count', '4', ...held]);
    const [denied] = await here.json(['jump', 'enterprise', ...held]);
    expect(denied).toMatchObject({
      allowed: false,
      retryAfterMs: 50_000,
      resetAfterMs: 60_000,
      state: { ttlMs: 60_000 },
    });
    await here.json(['warp', '49999ms', ...held]);
    expect((await here.json(['jump', 'enterprise', ...held]))[0]).toMatchObject({
      allowed: false,
      retryAfterMs: 1,
    });
    await here.json(['warp', '1ms', ...held]);
    expect((await here.json(['jump', 'enterprise', ...held]))[0]).toMatchObject({
      allowed: true,
      clock: { mode: 'held' },
    });
    expect((await here.run(['clock', 'live', ...held])).stdout).toMatch(/Let go; 1 limiter/);
    expect((await here.json(['inspect', ...held]))[0]).toMatchObject({ keys: [] });
  });

  it('needs a namespace on a server that was named', async () => {
    const { stdout } = await here.run(['engine', 'url']);
    for (const command of [
      ['warp', '1s'],
      ['clock', 'hold'],
      ['reset', '--yes'],
      ['mission', '5', '--no-input'],
    ]) {
      const { code, stderr } = await here.run([...command, '--url', stdout.trim()]);
      expect(stderr).toMatch(/--namespace/);
      expect(code).toBe(2);
    }
  });
});

describe('reset', () => {
  it("deletes a ship's limiters and nobody else's, and asks first", async () => {
    const mine = space();
    for (const ship of ['enterprise', 'kobayashi']) await here.json(['jump', ship, ...mine]);
    await here.json(['jump', 'enterprise', '--limit', '9', ...mine]);
    expect((await here.run(['reset', 'enterprise', ...mine])).code).toBe(2);
    expect((await here.json(['reset', 'enterprise', '--yes', ...mine]))[0]).toEqual({ deleted: 2 });
    const [list] = await here.json<{ keys: { key: string }[] }>(['inspect', ...mine]);
    expect(list!.keys.map(({ key }) => key)).toEqual([`hyperdrive:t${spaces}:kobayashi`]);
  });
});

describe('output', () => {
  it.each([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('has colour through a pipe with %j: %s', async (env, colour) => {
    const { stdout } = await here.run(['burst', 'enterprise', ...space()], env);
    expect(stdout.includes('\u001b[')).toBe(colour);
  });

  it('fits 40 columns', async () => {
    const narrow = { COLUMNS: '40' };
    for (const args of [['burst', 'enterprise'], ['jump', 'enterprise'], ['inspect']]) {
      const { stdout } = await here.run([...args, '--namespace', 'n'], narrow);
      const tables = stdout.split('\n').filter((line) => /[│┌└├]/.test(line));
      for (const line of tables) expect([...line].length).toBeLessThanOrEqual(40);
      expect(tables.length).toBeGreaterThan(0);
    }
  });

  it('ends quietly when the reader of its pipe has enough', async () => {
    const child = spawn(
      '/bin/sh',
      [
        '-c',
        `"$0" "$1" burst enterprise --count 200 --json --namespace pipe | head -n 1`,
        process.execPath,
        bin,
      ],
      {
        env: here.env as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await new Promise((settle) => child.on('close', settle));
    expect(stderr).toBe('');
  });

  it('never prints a password', async () => {
    const { stderr } = await here.run([
      'jump',
      'enterprise',
      '--verbose',
      '--url',
      'valkey://ann:hush@127.0.0.1:1',
    ]);
    expect(stderr).toMatch(/nothing listens there/);
    expect(stderr).not.toMatch(/hush/);
  });

  it('escapes what was typed', async () => {
    const { stderr } = await here.run(['jump', '\u001b[31mred']);
    expect(stderr).not.toContain('\u001b');
  });
});
