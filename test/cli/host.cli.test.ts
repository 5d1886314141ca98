import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findProgram } from '../../src/platform/search-path.ts';
import { Machine } from '../support/cli.ts';

const server = findProgram(['valkey-server', 'redis-server'], process.env['PATH']);
const kinds = server ? (['builtin', 'valkey'] as const) : (['builtin'] as const);

const machines: Machine[] = [];
function machine(env: Record<string, string | undefined> = {}): Machine {
  machines.push(new Machine(env));
  return machines.at(-1)!;
}
afterEach(() => Promise.all(machines.splice(0).map((one) => one.dispose())));

interface HostStatus {
  host: { pid: number; engines: { kind: string; pid: number; socket: string }[] } | null;
}
const hostOf = async (on: Machine) => (await on.json<HostStatus>(['engine', 'status']))[0]!.host;

/** Resolves when the process is gone. */
async function gone(pid: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((settle) => setTimeout(settle, 10));
  }
  throw new Error(`process ${pid} is still there`);
}

describe.each(kinds)('the host with the %s engine', (kind) => {
  const on = ['--engine', kind];

  it('keeps state between commands', async () => {
    const here = machine();
    const [first] = await here.json(['jump', 'enterprise', ...on]);
    const [second] = await here.json(['jump', 'enterprise', ...on]);
    expect([first!['remaining'], second!['remaining']]).toEqual([4, 3]);
  });

  it('is one, however many commands come first: twenty jumps, five allowed', async () => {
    const here = machine();
    const jumps = await Promise.all(
      Array.from({ length: 20 }, () => here.json(['jump', 'enterprise', ...on])),
    );
    expect(jumps.filter(([jump]) => jump!['allowed']).length).toBe(5);
    const hosts = () => readdirSync(here.runtime).filter((name) => name.startsWith('host-'));
    await vi.waitFor(() => expect(hosts()).toHaveLength(1), { timeout: 10_000 });
  });

  it('is replaced by one other when it was killed, however many find its remains', async () => {
    const here = machine();
    await here.json(['jump', 'enterprise', ...on]);
    const dead = (await hostOf(here))!;
    process.kill(dead.pid, 'SIGKILL');
    await gone(dead.engines[0]!.pid);
    const jumps = await Promise.all(
      Array.from({ length: 10 }, () => here.json(['jump', 'enterprise', ...on])),
    );
    expect(jumps.filter(([jump]) => jump!['allowed']).length).toBe(5);
    // Hosts that came too late need a moment to see it, and to take their sockets away.
    const sockets = () => readdirSync(here.runtime).filter((name) => name.endsWith('.sock'));
    await vi.waitFor(() => expect(sockets()).toHaveLength(2), { timeout: 10_000 });
  });

  it('leaves nothing behind when it is stopped', async () => {
    const here = machine();
    await here.json(['jump', 'enterprise', ...on]);
    const { pid, engines } = (await hostOf(here))!;
    expect((await here.run(['engine', 'stop'])).stdout).toMatch(/Stopped/);
    await Promise.all([gone(pid), gone(engines[0]!.pid)]);
    // The lock of the dead stays: a generation never comes to life again.
    expect(readdirSync(here.runtime).sort()).toEqual(['host.log', 'lock.1']);
    expect((await here.run(['engine', 'stop'])).stdout).toMatch(/No private engine/);
  });

  it('takes its engine along when it gets a signal', async () => {
    const here = machine();
    await here.json(['jump', 'enterprise', ...on]);
    const { pid, engines } = (await hostOf(here))!;
    process.kill(pid, 'SIGTERM');
    await Promise.all([gone(pid), gone(engines[0]!.pid)]);
    expect(await hostOf(here)).toBeNull();
  });

  it('prints a URL that works', async () => {
    const here = machine();
    const { stdout } = await here.run(['engine', 'url', ...on]);
    const [jump] = await here.json(['jump', 'enterprise', '--url', stdout.trim()]);
    expect(jump).toMatchObject({ allowed: true, engine: { kind: 'url' } });
  });
});

describe('the runtime folder of a dead host', () => {
  it('is taken over where the lock names a pid that lives, but is somebody else', async () => {
    const here = machine();
    mkdirSync(here.runtime, { mode: 0o700 });
    writeFileSync(
      join(here.runtime, 'lock.7'),
      JSON.stringify({ control: 'host-00000000.sock', pid: process.pid }),
    );
    const [jump] = await here.json(['jump', 'enterprise', '--engine', 'builtin']);
    expect(jump).toMatchObject({ allowed: true });
    expect(readdirSync(here.runtime)).toContain('lock.8');
    expect((await hostOf(here))!.pid).not.toBe(process.pid);
  });

  it('is taken over where a stale socket and a half-written lock lie in it', async () => {
    const here = machine();
    mkdirSync(here.runtime, { mode: 0o700 });
    const path = join(here.runtime, 'host-0badf00d.sock');
    const stale = createServer().listen(path);
    await new Promise((settle) => stale.once('listening', settle));
    // Renamed, so that closing it does not remove it: what a crash leaves.
    execFileSync('mv', [path, `${path}.kept`]);
    await new Promise((settle) => stale.close(settle));
    execFileSync('mv', [`${path}.kept`, path]);
    writeFileSync(join(here.runtime, 'lock.1'), JSON.stringify({ control: 'host-0badf00d.sock', pid: 1 }));
    writeFileSync(join(here.runtime, 'lock.2'), '{"control":');
    expect((await here.json(['jump', 'enterprise', '--engine', 'builtin']))[0]).toMatchObject({
      allowed: true,
    });
    expect(existsSync(path)).toBe(false);
  });
});

describe('an engine that cannot be had', () => {
  it('is said in one line, with what to do (exit 3)', async () => {
    const here = machine();
    const cases: [string[], RegExp][] = [
      [['--url', 'valkey://127.0.0.1:1'], /nothing listens there/],
      [['--url', 'unix:/nowhere/x.sock'], /no such socket/],
    ];
    for (const [options, message] of cases) {
      const { code, stderr } = await here.run(['jump', 'enterprise', ...options]);
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(code).toBe(3);
    }
  });

  it('falls back to the look-alike where the server on PATH does not start, and says so', async () => {
    const here = machine();
    const tools = join(here.folder, 'tools');
    mkdirSync(tools);
    writeFileSync(join(tools, 'valkey-server'), '#!/bin/sh\necho "Redis server v=6.2.1 sha=0"\n');
    chmodSync(join(tools, 'valkey-server'), 0o755);
    const { code, stdout, stderr } = await here.run(['jump', 'enterprise'], {
      PATH: `${tools}:/bin:/usr/bin`,
    });
    expect(stderr).toMatch(/6\.2\.1 is too old.*look-alike/);
    expect(stdout).toMatch(/built-in look-alike/);
    expect(code).toBe(0);
    const forced = await here.run(['jump', 'enterprise', '--engine', 'valkey'], {
      PATH: `${tools}:/bin:/usr/bin`,
    });
    expect(forced.code).toBe(3);
  });

  it('is not looked for on 127.0.0.1 when nobody named it', async () => {
    const here = machine({ PATH: '/nowhere' });
    const { stdout } = await here.run(['engine', 'status']);
    expect(stdout).toMatch(/No private engine runs\. The next command starts the built-in look-alike/);
  });

  it('answers within the deadline where a server accepts and never answers', async () => {
    const here = machine();
    const path = join(here.folder, 'mute.sock');
    const mute = createServer(() => {}).listen(path);
    await new Promise((settle) => mute.once('listening', settle));
    const { code, stderr } = await here.run(['jump', 'enterprise', '--url', `unix:${path}`]);
    mute.close();
    expect(stderr).toMatch(/did not answer in time/);
    expect(code).toBe(3);
  });

  it.skipIf(!server)('keeps a server from PATH apart from one of the same name elsewhere', async () => {
    const here = machine();
    const tools = join(here.folder, 'tools');
    mkdirSync(tools);
    symlinkSync(server!, join(tools, 'redis-server'));
    const { stdout } = await here.run(['jump', 'enterprise'], { PATH: `${tools}:/bin` });
    expect(stdout).toMatch(/private server/);
  });
});
