import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/platform/search-path.ts';
import { bin, Machine } from '../support/cli.ts';
import { keys, Terminal } from '../support/terminal.ts';

const serverOf = (name: string) => findProgram([name], process.env['PATH']);
const kinds = [...['valkey', 'redis'].filter((kind) => serverOf(`${kind}-server`)), 'builtin'];

const machines: Machine[] = [];

/** A machine on which a server of this kind alone is found. */
function machineWith(kind: string): Machine {
  const here = new Machine();
  machines.push(here);
  const path = join(here.folder, 'bin');
  mkdirSync(path);
  if (kind !== 'builtin') symlinkSync(serverOf(`${kind}-server`)!, join(path, `${kind}-server`));
  here.env['PATH'] = path;
  return here;
}

/** The folders of throwaway servers, and the processes that were started with one. */
function leftBehind(here: Machine): string[] {
  const folders = existsSync(here.runtime) ? readdirSync(here.runtime) : [];
  const processes = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return [
    ...folders.filter((name) => name.startsWith('arena-')),
    ...processes.flatMap((pid) => {
      const command = commandLine(pid);
      return command.includes(join(here.runtime, 'arena-')) ? [command] : [];
    }),
  ];
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

const nothingIsLeft = (here: Machine) => expect.poll(() => leftBehind(here), { timeout: 10_000 }).toEqual([]);

afterEach(async () => {
  for (const here of machines.splice(0)) {
    await nothingIsLeft(here);
    await here.dispose();
  }
});

// However busy the machine is, nothing is paid back meanwhile, and the engine has time to decide.
const short = 'drill outage --for 900ms --rate 100/s --period 1h --deadline 2s'.split(' ');

describe.each(kinds)('drills on %s', (kind) => {
  it.each([
    ['open', (asked: number) => asked],
    ['closed', () => 0],
    // A third of 10 is 3, at each of three gateways.
    ['local', () => 9],
  ] as const)('outage, on error %s', async (onError, allowed) => {
    const here = machineWith(kind);
    const [outage] = await here.json<Record<string, never>>([...short, '--on-error', onError]);
    const { before, away, back } = outage as unknown as Record<string, Record<string, number>>;
    const by = { engine: 0, local: 0, open: 0, closed: 0 };
    expect(outage).toMatchObject({
      drill: 'outage',
      onError,
      engine: { kind: kind === 'builtin' ? 'builtin' : 'valkey' },
      failed: 0,
      lateDecisions: 0,
      stateLost: true,
      leftBefore: 0,
      leftAfter: 10,
      promised: 10,
      backAfterMs: expect.any(Number),
      allBackAfterMs: expect.any(Number),
      trouble: expect.stringMatching(/\.$/),
    });
    expect(before).toMatchObject({ allowed: 10, by: { ...by, engine: before!['asked'] } });
    expect(away).toMatchObject({
      allowed: allowed(away!['asked']!),
      by: { ...by, [onError]: away!['asked'] },
    });
    expect(back).toMatchObject({ by: { engine: expect.any(Number) } });
    expect((back!['by'] as unknown as Record<string, number>)['engine']).toBeGreaterThan(0);
  });

  it('flush', async () => {
    const here = machineWith(kind);
    const line = ['drill', 'flush', '--for', '600ms', '--every', '50ms', '--period', '1h'];
    const [flush] = await here.json<{ asked: number; flushes: number; sentAgain: number }>(line);
    expect(flush).toMatchObject({ drill: 'flush', failed: 0, allowed: 10, promised: 10 });
    expect(flush!.flushes).toBeGreaterThan(0);
    expect(flush!.sentAgain).toBeGreaterThan(0);
    expect(flush!.sentAgain).toBeLessThan(flush!.asked);
  });

  it.each(['outage', 'sizing'])('leave nothing, however the drill ends: %s', async (drill) => {
    const here = machineWith(kind);
    // Sixty seconds: it is certainly not over by itself.
    const line = [bin, 'drill', drill, '--for', '60s'];
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
      const child = spawn(process.execPath, line, { env: here.env as NodeJS.ProcessEnv, stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // The folder, and the process that sees to it: nothing can be done about a kill between the two.
      await expect.poll(() => leftBehind(here).length, { timeout: 10_000 }).toBeGreaterThan(1);
      child.kill(signal);
      await ended;
      await nothingIsLeft(here);
    }
  });
});

describe('a drill', () => {
  it('tells in a terminal how far it is, and ends on Ctrl-C while its server is away', async () => {
    const here = machineWith(kinds[0]!);
    const terminal = new Terminal(here, ['drill', 'outage', '--for', '4s']);
    await terminal.until('server killed');
    terminal.type(keys.ctrlC);
    expect(await terminal.exited).toBe(130);
    expect(terminal.fresh).toContain('Stopped; the throwaway server is gone.');
  });

  it('leaves nothing of that on the screen', async () => {
    const here = machineWith(kinds[0]!);
    const terminal = new Terminal(here, ['drill', 'outage', '--for', '2s', '--on-error', 'closed']);
    expect(await terminal.exited).toBe(0);
    expect(terminal.output).toMatch(/server [a-z]+\r\u001b\[2K/);
    expect(terminal.output.split('\r\u001b[2K').at(-1)).toMatch(/^\S*outage/);
  });

  it('prints nothing but its result into a pipe', async () => {
    const here = machineWith(kinds[0]!);
    const { code, stdout, stderr } = await here.run([...short, '--on-error', 'closed']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^outage · 100 requests a second of one caller to 3 gateways/);
    expect(stdout).not.toMatch(/[\u001b\r]/);
  });

  it('spares the server of the user', async () => {
    const here = machineWith('builtin');
    const asked = await here.run(['drill', 'flush', '--url', 'valkey://127.0.0.1:1']);
    expect([asked.code, asked.stderr]).toEqual([
      2,
      'A drill has a server of its own, and spares yours: leave out --url.\n',
    ]);
    const told = await here.run([...short, '--json'], { VALKEY_URL: 'valkey://127.0.0.1:1' });
    expect([told.code, told.stderr]).toEqual([0, '']);
  });

  it.each([
    [['outage', '--rate', '1/s'], 'At this rate not every gateway is asked within 1 s'],
    [['flush', '--rate', '1000000/s'], 'That would be more than 50,000 requests'],
    [['flush', '--engine', 'url', '--url', 'x'], 'leave out --url'],
    [['outage', '--local-share', '50'], 'Expected a number above 0 and up to 1'],
    [['outage', '--on-error', 'maybe'], 'Allowed choices are open, closed, local'],
    [['sizing', '--ships', '10x'], 'Expected a whole number such as 250000, 50k or 10m'],
    [['sizing', '--rate', '0/s'], 'Expected a rate above 0 such as 50k/s'],
    [['sizing', '--algorithm', 'flawed/zero-ttl'], 'flawed/zero-ttl is flawed'],
    [['sizing', '--algorithm', 'gcr'], 'There is no algorithm "gcr"'],
    [
      ['sizing', '--limit', '1001'],
      '--limit is 1,000 units at most: every ship that is measured uses its limit up',
    ],
  ])('refuses %j', async (line, why) => {
    const { code, stderr } = await machineWith('builtin').run(['drill', ...line]);
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });
});
