/** The snippet for Node, run as somebody's program would be. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { makeWorld, packageFolder } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const engine = await openEngine('url', parseServerUrl(url));
const folder = mkdtempSync(join(tmpdir(), 'hd-application-'));
symlinkSync(join(packageFolder, 'node_modules'), join(folder, 'node_modules'));
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

/** iovalkey takes a socket by its path. */
const address = parseServerUrl(url).path ?? url;
const caller = `t-${process.pid}`;

/** So long that no test runs across the border of a window. */
const drive = { limit: 10, periodMs: 2 ** 40 };
const ships = correct.map(({ name }) => ({
  name: `pilot-of-${name}`,
  algorithm: name,
  limit: drive.limit,
  period: drive.periodMs,
}));

async function lua(...argv: string[]): Promise<string> {
  const world = {
    ...makeWorld(url),
    env: { HYPERDRIVE_FLEET: 'fleet.json' },
    readFile: async () => JSON.stringify({ ships }),
  };
  await world.runCommand(['lua', ...argv], world);
  return world.printed();
}

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function node(text: string, server: string): Promise<Outcome> {
  const program = join(folder, 'application.mjs');
  // How fast a busy machine answers is not what this is about.
  writeFileSync(program, text.replace('commandTimeout: 2_000', 'commandTimeout: 30_000'));
  const env = { ...process.env, VALKEY_URL: server, NO_COLOR: '1' };
  return new Promise((settle) => {
    execFile(process.execPath, [program, caller], { cwd: folder, env }, (error, stdout, stderr) => {
      settle({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** The script with a text of its own, which no other test has loaded, beside the program. */
async function saveScript(name: string): Promise<string> {
  const text = `${await lua(name, '--raw')}-- ${caller}\n`;
  writeFileSync(join(folder, `${name}.lua`), text);
  return text;
}

describe.each(correct)('$name called from Node', ({ name, delays }) => {
  const key = `limit:${name}:${caller}`;

  it('is admitted by a server that has never seen the script, and denied by one that has', async () => {
    const script = await saveScript(name);
    const program = await lua(name, '--snippet', 'node');
    const first = await node(program, address);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/allowed: true,\s+remaining: 9,\s+retryAfterMs: 0,\s+resetAfterMs: \d+/);
    expect(first.stdout.includes('delayMs: 0')).toBe(delays ?? false);
    expect(await engine.call('PTTL', key)).toBeGreaterThan(0);

    await engine.call('DEL', key);
    await engine.call('EVAL', script, 1, key, drive.limit, drive.periodMs, drive.limit, '');
    const denied = await node(program, address);
    expect(denied).toMatchObject({ code: 0, stderr: '' });
    expect(denied.stdout).toMatch(/allowed: false,\s+remaining: 0,\s+retryAfterMs: [1-9]/);
    await engine.call('DEL', key);
  });
});

describe('the snippet for Node', () => {
  it('asks again where the server has lost the script', async () => {
    await saveScript('gcra');
    const once = await lua('gcra', '--snippet', 'node');
    const again = `await valkey.script('FLUSH');\nconsole.log(await decide('${caller}'));\n`;
    const program = once.replace('valkey.disconnect();', (last) => again + last);
    const { code, stdout, stderr } = await node(program, address);
    expect([...stdout.matchAll(/remaining: (\d+)/g)].map(([, left]) => left)).toEqual(['9', '8']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await engine.call('DEL', `limit:gcra:${caller}`);
  });

  it('says what is wrong where an argument is', async () => {
    await saveScript('gcra');
    const program = (await lua('gcra', '--snippet', 'node')).replace('limit = 10', 'limit = 0');
    const { code, stdout, stderr } = await node(program, address);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/limit must be a whole number/);
  });

  it('says so and ends where there is no server', async () => {
    await saveScript('gcra');
    const program = await lua('gcra', '--snippet', 'node');
    const { code, stdout, stderr } = await node(program, join(folder, 'no.sock'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/ENOENT/);
  });
});
