import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { bin, Machine } from '../support/cli.ts';
import { plain, Terminal } from '../support/terminal.ts';

const here = new Machine();
beforeAll(() => here.run(['engine', 'start']));
afterAll(() => here.dispose());

let spaces = 0;
/** A namespace of its own for each test. */
const space = () => ['--namespace', `t${++spaces}`];

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

describe('the list of keys', () => {
  it('has the key that nobody declared, and counts those of namespaces', async () => {
    const machine = new Machine();
    try {
      await machine.run(['jump', 'tardis', '--algorithm', 'flawed/undeclared-key']);
      await machine.run(['jump', 'enterprise', '--namespace', 'class-3']);
      const [list] = await machine.json<{ keys: { key: string }[]; ofOthers: number }>(['inspect']);
      expect(list!.keys.map(({ key }) => key)).toEqual([
        'hyperdrive:tardis.undeclared-key',
        'hyperdrive:tardis.undeclared-key:last_refill',
      ]);
      expect(list!.ofOthers).toBe(1);
    } finally {
      await machine.dispose();
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

  it("deletes gateways' keys too, says how many, and leaves all else in the server", async () => {
    const mine = space();
    const engine = await openEngine('url', parseServerUrl((await here.run(['engine', 'url'])).stdout.trim()));
    const gateway = `hyperdrive:t${spaces}:gateway:`;
    for (const key of [`${gateway}{abc}:api`, `${gateway}{abc}:usage`])
      await engine.call('HSET', key, 'a', 1);
    // One of a namespace that only begins alike, and one of nobody here.
    const others = [`hyperdrive:t${spaces}x:gateway:{abc}:api`, `t${spaces}:gateway:{abc}:api`];
    for (const key of others) await engine.call('SET', key, 1);
    await here.json(['jump', 'enterprise', ...mine]);
    expect((await here.run(['inspect', ...mine])).stdout).toContain('Of gateways, not listed here: 2 keys');
    expect((await here.json(['reset', 'enterprise', '--yes', ...mine]))[0]).toEqual({ deleted: 1 });
    await here.json(['jump', 'enterprise', ...mine]);
    expect((await here.run(['reset', '--yes', ...mine])).stdout).toBe(
      'Deleted 1 limiter and 2 keys of gateways.\n',
    );
    expect(await engine.call('KEYS', `*t${spaces}*`)).toHaveLength(2);
    for (const key of others) await engine.call('DEL', key);
    engine.close();
  });

  it('is never of a namespace whose keys would be those of gateways', async () => {
    const { code, stderr } = await here.run(['jump', 'enterprise', '--namespace', 'gateway']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('The namespace gateway is taken')]);
  });
});

describe('output', () => {
  it('breaks errors between words on a narrow terminal', async () => {
    const terminal = new Terminal(here, ['jump', 'enterprise', '--namespace', 'gateway'], { columns: 40 });
    expect(await terminal.exited).toBe(2);
    expect(plain(terminal.output)).toBe(
      'The namespace gateway is taken: the keys\n  of gateways begin so. Choose another\n  name.\n',
    );
  });

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
