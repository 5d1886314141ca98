import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/platform/search-path.ts';
import { Machine } from '../support/cli.ts';

const server = findProgram(['valkey-server', 'redis-server'], process.env['PATH']);
const kinds = server ? (['builtin', 'valkey'] as const) : (['builtin'] as const);

const hostScript = resolve(import.meta.dirname, '../../dist/host.js');
const loop = "while true do redis.call('INCR', KEYS[1]) end";

let scripts: string;
beforeAll(async () => {
  scripts = mkdtempSync(join(tmpdir(), 'hd-'));
  const bundle = await rolldown({
    input: join(import.meta.dirname, '../support/arena-process.ts'),
    platform: 'node',
  });
  await bundle.write({ dir: scripts, format: 'esm', entryFileNames: '[name].mjs' });
  await bundle.close();
});
afterAll(() => rmSync(scripts, { recursive: true, force: true }));

const machines: Machine[] = [];
afterEach(() => Promise.all(machines.splice(0).map((one) => one.dispose())));

/** A process with an arena in which a script has been started, and the end of the arena's server, seen from outside. */
async function arenaProcess(kind: string, script: string) {
  const here = new Machine();
  machines.push(here);
  const command = [join(scripts, 'arena-process.mjs'), hostScript, kind, script];
  const child: ChildProcess = spawn(process.execPath, command, {
    env: here.env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout!, 'data');
  const [folder] = arenas(here);
  const witness = connect(join(here.runtime, folder!, 's'));
  await once(witness, 'connect');
  // A killed server resets it: either way it ends.
  witness.on('error', () => {});
  const serverEnded = new Promise((resolve) => witness.resume().once('close', resolve));
  return { here, child, serverEnded };
}

const arenas = (here: Machine) => readdirSync(here.runtime).filter((name) => name.startsWith('arena-'));

describe.each(kinds)('an arena on the %s engine', (kind) => {
  it.each([
    ['is killed, in the middle of a loop', 'SIGKILL', loop],
    ['is killed', 'SIGKILL', 'return 1'],
    ['is interrupted', 'SIGINT', loop],
  ] as const)('leaves neither server nor folder when its process %s', async (_, signal, script) => {
    const { here, child, serverEnded } = await arenaProcess(kind, script);
    child.kill(signal);
    await serverEnded;
    await expect.poll(() => arenas(here), { timeout: 10_000 }).toEqual([]);
  });
});
