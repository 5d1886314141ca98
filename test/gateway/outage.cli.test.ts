import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseEngine, hostStatus } from '../../src/engine/choose.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import type { Decider, DeciderOptions, OnError } from '../../src/gateway/decider.ts';
import { Machine } from '../support/cli.ts';
import { Load } from './load.ts';
import { OwnServer, serverProgram } from './own-server.ts';
import { ask, policy } from './policies.ts';
import { realDecider } from './real-decider.ts';

const modes: readonly OnError[] = ['open', 'closed', 'local'];
const api = policy('api');
const hostScript = resolve(import.meta.dirname, '../../dist/host.js');

describe.skipIf(!serverProgram)('a real server in trouble [needs server]', () => {
  let server: OwnServer;
  let notices: string[];
  let decider: Decider | null;

  beforeEach(() => {
    server = new OwnServer();
    notices = [];
    decider = null;
  });
  afterEach(async () => {
    await decider?.close();
    await server.dispose();
  });

  const decide = async (options: Partial<DeciderOptions>, login = '') => {
    decider = await realDecider(() => server.open(login), options, notices);
    return decider;
  };

  describe.each(modes)('with --on-error %s', (onError) => {
    it('killed under load and started again: decisions go on, and it decides again by itself', async () => {
      await server.start();
      const load = new Load(await decide({ onError }), [api]);
      await load.see('engine', 500);
      for (let round = 1; round <= 2; round++) {
        await server.kill();
        const verdicts = await load.see(onError, 500);
        expect(verdicts.at(-1)).toMatchObject({
          allowed: onError !== 'closed',
          trouble: expect.stringMatching(/./),
        });
        await server.start();
        await load.see('engine', 500);
      }
      expect(await load.stop()).toEqual(['engine', onError].sort());
      expect(decider!.health()).toMatchObject({ engine: 'up' });
      expect(notices.at(-1)).toBe('The engine decides again.');
    });

    it('stopped so that it accepts and never answers, and let go on', async () => {
      await server.start();
      const load = new Load(await decide({ onError }), [api]);
      await load.see('engine', 500);
      server.signal('SIGSTOP');
      await load.see(onError, 500);
      server.signal('SIGCONT');
      await load.see('engine', 500);
      expect(await load.stop()).toEqual(['engine', onError].sort());
      expect(notices[0]).toMatch(/^The engine did not answer within 250 ms\. /);
    });

    it.each([
      [
        'out of memory',
        ['--maxmemory', '100kb', '--maxmemory-policy', 'noeviction'],
        '',
        /out of memory .*OOM/,
      ],
      ['a read-only replica', ['--replicaof', '127.0.0.1 1'], '', /read-only replica/],
      [
        'one whose user may not EVAL',
        ['--user', 'ann on >s3cret ~* &* +@all -eval -evalsha'],
        'ann:s3cret@',
        /user may not decide .*NOPERM/,
      ],
      [
        'one whose user may not SET',
        ['--user', 'ann on >s3cret ~* &* +@all -set'],
        'ann:s3cret@',
        /user may not decide /,
      ],
      [
        'one whose user may not touch the keys',
        ['--user', 'ann on >s3cret ~else:* &* +@all'],
        'ann:s3cret@',
        /user may not decide /,
      ],
    ])('%s: one clear line, and the mode', async (_, options, login, line) => {
      await server.start(...options.flatMap((one) => (one.includes(' ') ? one.split(' ') : [one])));
      const load = new Load(await decide({ onError }, login), [api]);
      const verdicts = await load.see(onError, 500);
      expect(await load.stop()).toEqual([onError]);
      expect(verdicts.at(-1)!.trouble).toMatch(line);
      expect(notices).toHaveLength(1);
      expect(notices[0]).toMatch(line);
      expect(notices[0]).not.toMatch(/\n|s3cret/);
      expect(decider!.health()).toMatchObject({ engine: expect.stringMatching(/down|trying/) });
    });
  });

  it('is decided by again when it has memory again', async () => {
    await server.start('--maxmemory', '100kb');
    const load = new Load(await decide({ onError: 'open' }), [api]);
    await load.see('open', 100);
    const admin = await server.open();
    await admin.call('CONFIG', 'SET', 'maxmemory', 0);
    admin.close();
    await load.see('engine', 100);
    await load.stop();
    expect(notices).toHaveLength(2);
  });

  it('that refuses the login is told of without the password', async () => {
    await server.start('--requirepass', 'hush');
    await decide({ onError: 'open' }, ':s3cret@');
    expect(notices).toEqual([
      `Cannot use the server at unix:${server.path}: it refused the login. Check user and password in the URL. Trying again; until then every request is let through.`,
    ]);
    expect(await decider!.decide(ask())).toMatchObject({ by: 'open' });
  });

  it('whose connections are all cut is asked again at once', async () => {
    await server.start();
    await decide({ onError: 'closed' });
    const admin = await server.open();
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    admin.close();
    await vi.waitFor(async () => expect(await decider!.decide(ask())).toMatchObject({ by: 'engine' }));
    expect(notices).toEqual([]);
  });

  it('a private engine that was killed is started anew', async () => {
    const here = new Machine();
    const open = () => chooseEngine({ engine: 'valkey' }, { env: here.env, hostScript, notice: () => {} });
    decider = await realDecider(open, { onError: 'local' }, notices);
    const load = new Load(decider, [api]);
    await load.see('engine', 200);
    const [running] = (await hostStatus(here.env))!.engines;
    process.kill(running!.pid, 'SIGKILL');
    await load.see('local', 1);
    await load.see('engine', 200);
    await load.stop();
    await decider.close();
    await here.dispose();
  });
});

it('one that accepts connections and never answers does not keep the gateway from starting', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port } = mute.address() as { port: number };
  const notices: string[] = [];
  const url = parseServerUrl(`valkey://127.0.0.1:${port}`);
  const decider = await realDecider(() => openEngine('url', url), { onError: 'open' }, notices);
  expect(await decider.decide(ask())).toMatchObject({ by: 'open' });
  expect(notices).toEqual([
    'No connection to the engine stood within 250 ms. Trying again; until then every request is let through.',
  ]);
  await decider.close();
  mute.close();
});
