import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { connect } from '../../../src/engine/connection.ts';
import { parseServerUrl } from '../../../src/engine/url.ts';
import { findProgram } from '../../../src/platform/search-path.ts';
import { Machine } from '../../support/cli.ts';

const server = findProgram(['valkey-server', 'redis-server'], process.env['PATH']);

interface Node {
  address: string;
  state: string;
  slots: string;
}
interface Status {
  host: { pid: number; engines: { kind: string; cluster?: { nodes: Node[] } }[] } | null;
}

it('needs a real server, and says so in one line (exit 3)', async () => {
  const bare = new Machine({ PATH: '/nowhere' });
  const { code, stderr } = await bare.run(['engine', 'start', '--cluster']);
  await bare.dispose();
  expect(stderr).toBe(
    'A cluster needs a real server, and there is no valkey-server or redis-server on PATH. Install one.\n',
  );
  expect(code).toBe(3);
});

describe.skipIf(!server || inject('engineKind') === 'builtin')('the private cluster [needs server]', () => {
  const here = new Machine();
  const on = ['--engine', 'cluster'];
  const nodes = async () => {
    const [{ host }] = (await here.json<Status>(['engine', 'status'])) as [Status];
    return { pid: host!.pid, nodes: host!.engines.find(({ kind }) => kind === 'cluster')!.cluster!.nodes };
  };
  const servers = () => readdirSync(here.runtime).filter((name) => name.startsWith('node-'));
  beforeAll(async () => {
    expect((await here.run(['engine', 'start', '--cluster'])).stderr).toBe('');
  });
  afterAll(() => here.dispose());

  it('is shown with its nodes, without its password', async () => {
    const { stdout } = await here.run(['engine', 'status']);
    expect(stdout.match(/127\.0\.0\.1:\d+ {2}primary, slots \d+-\d+$/gm)).toHaveLength(3);
    expect(stdout.match(/127\.0\.0\.1:\d+ {2}replica of 127\.0\.0\.1:\d+$/gm)).toHaveLength(3);
    expect(stdout).not.toMatch(/[0-9a-f]{32}/);
    expect((await nodes()).nodes.filter(({ state }) => state === 'primary')).toHaveLength(3);
  });

  it('remembers between commands, and says where', async () => {
    const [first, second] = [
      await here.json(['jump', 'enterprise', ...on]),
      await here.json(['jump', 'enterprise', ...on]),
    ].flat();
    expect([first!['remaining'], second!['remaining']]).toEqual([4, 3]);
    const { stdout } = await here.run(['inspect', 'enterprise', ...on]);
    expect(stdout).toMatch(/^hyperdrive:enterprise[^]*slot 11380 on 127\.0\.0\.1:\d+$/m);
  });

  it('is had by its URL too, which several hosts and the password are in', async () => {
    const url = (await here.run(['engine', 'url', '--cluster'])).stdout.trim();
    expect(url.split(',')).toHaveLength(6);
    // An empty user would be another one to valkey-cli.
    expect(url).toMatch(/^valkey:\/\/default:[0-9a-f]{32}@127\.0\.0\.1:/);
    const [jump] = await here.json(['jump', 'enterprise', '--look', '--url', url]);
    expect(jump).toMatchObject({ remaining: 3, state: { slot: 11_380 } });
  });

  it('shows the commands of a script, and deletes what there is, wherever it is', async () => {
    for (const ship of ['tardis', 'nostromo', 'enterprise'])
      await here.json(['jump', ship, '--commands', ...on]);
    const [jump] = await here.json<{ commands: unknown[] }>(['jump', 'tardis', '--commands', ...on]);
    expect(jump!.commands.length).toBeGreaterThan(0);
    expect(await here.json(['reset', '--yes', ...on])).toEqual([{ deleted: 3, ofGateways: 0 }]);
  });

  it('says in one line that its clock cannot be held, and what to use', async () => {
    for (const line of [
      ['warp', '5s'],
      ['clock', 'hold'],
      ['burst', 'tardis', '--warp'],
    ]) {
      const { code, stderr } = await here.run([...line, ...on]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^A cluster has no clock to hold.*\n$/)]);
    }
    const { code, stderr } = await here.run(['mission', '1', '--no-input', ...on]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^A cluster has no clock to hold.*\n$/)]);
  });

  it('refuses the undeclared key of a ship whose two keys are on two nodes', async () => {
    const flawed = ['--algorithm', 'flawed/undeclared-key', ...on];
    const { code, stderr } = await here.run(['jump', 'falcon', ...flawed]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^lua\/flawed\/undeclared-key\.lua failed: .* line 19 .*another node.*\n$/),
    ]);
    // By luck it works for this one, and that is told, with a ship that has none.
    const lucky = await here.run(['jump', 'tardis', ...flawed]);
    expect(lucky.stdout).toMatch(/happen to be on one node[^]*Those of falcon are on two\./);
  });

  it('leaves nothing when its host is killed, and is started anew', async () => {
    const before = await nodes();
    expect(servers()).toHaveLength(6);
    process.kill(before.pid, 'SIGKILL');
    await vi.waitFor(() => expect(servers()).toEqual([]), { timeout: 10_000 });
    const [jump] = await here.json(['jump', 'enterprise', ...on]);
    expect(jump).toMatchObject({ remaining: 4 });
    await here.run(['engine', 'stop']);
    expect(servers()).toEqual([]);
  });

  it('says what to do when too many of its nodes are dead', async () => {
    const login = (await here.run(['engine', 'url', '--cluster'])).stdout.trim().replace(/@.*/, '@');
    const primaries = (await nodes()).nodes.filter(({ state }) => state === 'primary');
    for (const { address } of primaries.slice(1)) {
      const node = await connect(parseServerUrl(login + address));
      // Nobody is left to answer.
      await expect(node.call('SHUTDOWN', 'NOSAVE', 'NOW', 'FORCE')).rejects.toThrow();
    }
    await vi.waitFor(() => expect(servers()).toHaveLength(4), { timeout: 10_000 });
    const { code, stderr } = await here.run(['jump', 'enterprise', ...on]);
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/^Most primaries .*`hyperdrive engine stop`.*\n$/),
    ]);
    await here.run(['engine', 'stop']);
    expect(await here.json(['jump', 'enterprise', ...on])).toMatchObject([{ remaining: 4 }]);
  });
});
