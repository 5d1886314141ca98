import dns from 'node:dns';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { runInstance, type Instance } from '../../src/gateway/instance/run.ts';
import type { InstanceSettings } from '../../src/gateway/instance/settings.ts';
import { settingsOf } from './settings.ts';

const opened: (Instance | Server)[] = [];
afterEach(() => Promise.all(opened.splice(0).map((one) => ('drain' in one ? one.drain() : one.close()))));

async function run(change: Partial<InstanceSettings> = {}): Promise<Instance> {
  const needs = { env: {}, packageFile: () => '', notice: () => {} };
  const instance = await runInstance(settingsOf(change), needs);
  opened.push(instance);
  return instance;
}

/** A port that somebody else listens on. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  opened.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

const statusOf = async (url: string) => (await fetch(`${url}/x`)).status;

it('takes the next port where it may, and names the one that is taken where it may not', async () => {
  const port = await takenPort();
  await expect(run({ port })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`);
  expect((await run({ port, orNext: true })).port).toBeGreaterThan(port);
});

it('says which address the machine has not', async () => {
  await expect(run({ host: '192.0.2.1' })).rejects.toThrow(/^192\.0\.2\.1 is no address of this machine/);
});

it('listens on one address of localhost, where there are several', async () => {
  type Tell = (error: null, found: string | { address: string }[], family?: number) => void;
  const found = (host: string, ...[options, tell]: [{ all: true }, Tell] | [Tell]) =>
    typeof options === 'function'
      ? options(null, host.replace('localhost', '127.0.0.1'), 4)
      : tell!(null, [{ address: '127.0.0.1' }, { address: '127.0.0.2' }]);
  const several = vi.spyOn(dns, 'lookup').mockImplementation(found as typeof dns.lookup);
  const { url, port } = await run({ host: 'localhost' }).finally(() => several.mockRestore());
  expect(url).toBe(`http://localhost:${port}`);
  expect(await statusOf(url)).toBe(200);
  await expect(once(connect(port, '127.0.0.2'), 'connect')).rejects.toThrow('ECONNREFUSED');
});

it('forgets its callers when it is reset, and counts from 0', async () => {
  const instance = await run();
  expect([await statusOf(instance.url), await statusOf(instance.url)]).toEqual([200, 429]);
  await instance.reset();
  expect([await statusOf(instance.url), await statusOf(instance.url)]).toEqual([200, 429]);
  expect(await instance.drain()).toEqual({ allowed: 1, denied: 1, unavailable: 0, cut: 0 });
});
