import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { findProgram } from '../../src/platform/search-path.ts';
import { Machine } from '../support/cli.ts';
import { Serving } from '../support/serving.ts';

const server = findProgram(['valkey-server', 'redis-server'], process.env['PATH']);
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

it.skipIf(!server).each(['valkey', 'builtin'])(
  'gateways find a private engine (%s) again that was stopped, on whatever socket it comes back [needs server]',
  async (engine) => {
    const here = new Machine();
    undo.push(() => here.dispose());
    const serving = await Serving.start(here, ['--engine', engine, '--on-error', 'closed'], { instances: 2 });
    undo.push(() => serving.stop());
    const decidedBy = async () => {
      const answers = await Promise.all(serving.gateways.map(({ url }) => fetch(`${url}/x`)));
      return answers.map(({ headers }) => headers.get('hyperdrive-decided-by'));
    };
    // No more often than the gateways themselves look.
    const until = async (by: string) => {
      while (!(await decidedBy()).every((one) => one === by))
        await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await until('engine');
    const stopped = await here.run(['engine', 'stop']);
    expect(stopped.code).toBe(0);
    await until('closed');
    // Nobody has wanted it back.
    expect((await here.run(['engine', 'status'])).stdout).toMatch(/^No private engine/);
    await serving.until(() => serving.stderr.includes('\n'));
    expect(serving.stderr).toBe(
      'Both gateways: The private engine is stopped: `hyperdrive engine start` starts one again. Trying again; until then every request is turned away.\n',
    );
    await here.run(['engine', 'start', '--engine', engine]);
    await until('engine');
    await serving.until(() => serving.stderr.endsWith(': The engine decides again.\n'));
    expect(await serving.stop()).toBe(0);
  },
);

it('a gateway does not wait with its start until a server that never answers is given up', async () => {
  let givenUp = 0;
  const mute = createServer((socket) => {
    socket.resume();
    socket.on('error', () => {});
    socket.once('close', () => givenUp++);
  }).listen(0, '127.0.0.1');
  undo.push(async () => mute.close());
  await once(mute, 'listening');
  const { port } = mute.address() as AddressInfo;
  const here = new Machine();
  undo.push(() => here.dispose());
  const serving = await Serving.start(here, ['--url', `valkey://127.0.0.1:${port}`, '--on-error', 'open']);
  undo.push(() => serving.stop());
  expect(givenUp).toBe(0);
  const { headers } = await fetch(`${serving.gateways[0]!.url}/x`);
  expect(headers.get('hyperdrive-decided-by')).toBe('open');
});
