import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TooLate, within } from '../../src/gateway/deadline.ts';
import { realTime } from '../../src/gateway/scheduler.ts';
import { FakeTime, settled } from './fake-time.ts';

it('what comes in time is the outcome, and no timer is left', async () => {
  const time = new FakeTime();
  await expect(within(10, Promise.resolve(7), time)).resolves.toBe(7);
  await expect(within(10, Promise.reject(new Error('no')), time)).rejects.toThrow('no');
  expect(time.timers).toBe(0);
});

it('what comes later is too late, and its failure is nobody’s', async () => {
  const time = new FakeTime();
  let fail = () => {};
  const work = new Promise<never>((_, reject) => {
    fail = () => reject(new Error('much later'));
  });
  const outcome = within(10, work, time).catch((error: unknown) => error);
  await time.pass(10);
  fail();
  expect(await outcome).toBeInstanceOf(TooLate);
});

it('a process that was held up hears what lies in its sockets before it calls it late', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hd-deadline-'));
  const server = createServer().listen(join(folder, 's'));
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const client = connect(join(folder, 's'));
  const [peer] = await accepted;
  const heard = once(client, 'data').then(() => 'heard');
  // What follows an immediate are the timers, and only then the sockets.
  await settled();
  const outcome = within(1, heard, realTime);
  peer.write('x');
  const untilMs = performance.now() + 5;
  while (performance.now() < untilMs);
  await expect(outcome).resolves.toBe('heard');
  client.destroy();
  server.close();
  rmSync(folder, { recursive: true });
});
