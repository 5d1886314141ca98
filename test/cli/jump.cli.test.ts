import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Machine } from '../support/cli.ts';

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

  it('refuses a number that is too large itself (exit 2), and lets a script of the learner’s do so (exit 1)', async () => {
    const large = ['--limit', String(2 ** 52)];
    const own = await here.run(['jump', 'falcon', ...large, ...space()]);
    expect([own.code, own.stderr]).toEqual([2, expect.stringContaining('cannot be counted exactly')]);
    const theirs = await here.run(['jump', 'falcon', '--script', 'lua/gcra.lua', ...large, ...space()]);
    expect(theirs.stderr).toMatch(/limit must be 2\^52 \/ period_ms at most/);
    expect(theirs.code).toBe(1);
  });
});
