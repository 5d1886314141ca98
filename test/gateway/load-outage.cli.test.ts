import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OnError } from '../../src/gateway/decider.ts';
import { Cannon, see } from '../support/cannon.ts';
import { Machine } from '../support/cli.ts';
import { Serving } from '../support/serving.ts';
import { Admissions } from './admissions.ts';
import { OwnServer, serverProgram } from './own-server.ts';

/** What each mode answers with while no engine decides: `local` limits, the others do not. */
const statusesOf: Record<OnError, number[]> = { open: [200], closed: [503], local: [200, 429] };
const modes = Object.keys(statusesOf) as OnError[];
const instances = 2;
/** Answers to wait for: more than callers have at once, so that some were asked for after what happened. */
const plenty = 100;

const here = new Machine();
afterAll(() => here.dispose());

describe.skipIf(!serverProgram)('gateways under fire, and their server in trouble [needs server]', () => {
  let server: OwnServer;
  let serving: Serving;

  beforeEach(() => {
    server = new OwnServer();
  });
  afterEach(async () => {
    await serving.stop();
    await server.dispose();
  });

  async function serve(onError: OnError, login = '', ...more: string[]) {
    const limits = ['--algorithm', 'fixed-window', '--limit', '20', '--period', '1s'];
    serving = await Serving.start(
      here,
      ['--url', `unix://${login}${server.path}`, '--on-error', onError, ...limits, ...more],
      { instances },
    );
  }

  const fire = () => serving.gateways.map(({ url }) => new Cannon(url));

  /** Every request was answered, and in time; statuses are what deciders of these kinds answer. */
  async function cease(cannons: readonly Cannon[], onError: OnError) {
    const ends = await Promise.all(cannons.map((cannon) => cannon.stop()));
    expect(ends).toEqual(cannons.map(() => ({ errors: 0, timeouts: 0 })));
    for (const { statuses } of cannons) {
      const expected = new Set([200, 429, ...statusesOf[onError]]);
      expect([...statuses.keys()].filter((status) => !expected.has(status))).toEqual([]);
    }
  }

  const health = async () =>
    Promise.all(
      serving.gateways.map(async ({ url }) => (await fetch(`${url}/healthz`)).json() as Promise<object>),
    );

  describe.each(modes)('with --on-error %s', (onError) => {
    it('killed and started again: the mode answers, and then the server decides again', async () => {
      await server.start();
      await serve(onError);
      const cannons = fire();
      await see('engine', plenty, cannons);
      await server.kill();
      await see(onError, plenty, cannons);
      await server.start();
      await see('engine', plenty, cannons);
      await cease(cannons, onError);

      for (const { by, samples } of cannons) {
        expect([...by.keys()].sort()).toEqual(['engine', onError].sort());
        const without = samples.filter(({ body }) => body['decidedBy'] === onError);
        expect(without.length).toBeGreaterThan(0);
        for (const { status } of without) expect(statusesOf[onError]).toContain(status);
      }
      expect(await health()).toEqual(
        serving.gateways.map(() => expect.objectContaining({ engine: 'up', status: 'ok' })),
      );
      expect(await serving.stop()).toBe(0);
      expect(serving.summary).toMatchObject({ stopped: instances });
    });

    it('that accepts and never answers: no request hangs, and the mode answers', async () => {
      await server.start();
      await serve(onError);
      const cannons = fire();
      await see('engine', plenty, cannons);
      server.signal('SIGSTOP');
      await see(onError, plenty, cannons);
      server.signal('SIGCONT');
      await see('engine', plenty, cannons);
      await cease(cannons, onError);
      await serving.until(() => serving.stderr.includes('\n'));
      expect(serving.stderr).toMatch(/The engine did not answer within 250 ms\. Trying again; until then /);
    });
  });

  it.each<[string, OnError, string[], string, RegExp]>([
    [
      'out of memory',
      'open',
      ['--maxmemory', '100kb', '--maxmemory-policy', 'noeviction'],
      '',
      /out of memory/,
    ],
    ['a read-only replica', 'closed', ['--replicaof', '127.0.0.1', '1'], '', /read-only replica/],
    [
      'one whose user may not EVAL',
      'local',
      ['--user', 'ann', 'on', '>s3cret', '~*', '&*', '+@all', '-eval', '-evalsha'],
      'ann:s3cret@',
      /user may not decide/,
    ],
  ])('%s: one clear line, and --on-error %s', async (_, onError, options, login, line) => {
    await server.start(...options);
    await serve(onError, login);
    const cannons = fire();
    await see(onError, plenty, cannons);
    await cease(cannons, onError);
    for (const { by, statuses } of cannons) {
      expect([...by.keys()]).toEqual([onError]);
      for (const status of statuses.keys()) expect(statusesOf[onError]).toContain(status);
    }
    expect(await serving.stop()).toBe(0);
    expect(serving.stderr).toMatch(line);
    expect(serving.stderr.match(/\n/g)).toHaveLength(1);
    expect(serving.stderr).not.toContain('s3cret');
  });

  it('that forgets its scripts every 100 ms: every decision is its own, and the limit holds', async () => {
    await server.start();
    await serve('closed', '', '--deadline', '4s');
    const admin = await server.open();
    const admissions = await Admissions.watch(admin, 'fixed-window', 1_000);
    const cannons = fire();
    const flushes = 10;
    for (let flush = 0; flush < flushes; flush++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await admin.call('SCRIPT', 'FLUSH');
      await see('engine', 20, cannons);
    }
    admin.close();
    await cease(cannons, 'closed');
    expect(await serving.stop()).toBe(0);
    const { allowed, unavailable } = serving.summary as { allowed: number; unavailable: number };
    await admissions.end(allowed);
    expect(unavailable).toBe(0);
    for (const { by } of cannons) expect([...by.keys()]).toEqual(['engine']);
    expect(admissions.instants).toHaveLength(allowed);
    expect(Math.max(...admissions.inPeriods(1))).toBe(20);
    expect(admissions.sentWhole).toBeGreaterThanOrEqual(flushes);
    expect(serving.stderr).toBe('');
  });
});
