import { afterAll, afterEach, expect, it } from 'vitest';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { UsageError } from '../../src/errors.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const namespace = `t-commands-jump-${process.pid}`;
const url = engineUrl;
const engine = await openEngine('url', parseServerUrl(url));

afterEach(() => releaseClock(engine, prefixOf(namespace)));
afterAll(() => engine.close());

/** What `hyperdrive jump` tells with `--json`, and what it shows. */
async function jump(...args: string[]) {
  const line = ['jump', ...args, '--namespace', namespace];
  const world = makeWorld(url);
  await world.runCommand([...line, '--json'], world);
  return documents(world)[0]!;
}

async function shown(...args: string[]): Promise<string> {
  const world = makeWorld(url);
  await world.runCommand(['jump', ...args, '--namespace', namespace], world);
  return world.printed();
}

it('--commands: an admitted jump takes a log six commands, a denied one four; a held clock saves TIME', async () => {
  const ask = (...more: string[]) =>
    jump('enterprise', '--limit', '1', '--period', '1h', '--commands', ...more);
  const told = async (...more: string[]) => {
    const { allowed, serverCommands, commands } = await ask(...more);
    return {
      allowed,
      serverCommands,
      names: (commands as { command: string }[]).map(({ command }) => command),
    };
  };
  expect(await told()).toEqual({
    allowed: true,
    serverCommands: 6,
    names: ['TIME', 'ZRANGE', 'ZCOUNT', 'ZREMRANGEBYSCORE', 'ZADD', 'PEXPIRE'],
  });
  const denied = ['ZRANGE', 'ZCOUNT', 'ZRANGEBYSCORE'];
  expect(await told()).toEqual({ allowed: false, serverCommands: 4, names: ['TIME', ...denied] });
  const world = makeWorld(url);
  await world.runCommand(['warp', '1s', '--namespace', namespace], world);
  expect(await told('--eval')).toEqual({ allowed: false, serverCommands: 3, names: denied });
});

it('--commands shows them between the decision and the key', async () => {
  expect(await shown('enterprise', '--commands')).toMatch(
    /✓ allowed {2}enterprise[^]*\n6 commands sent to the server:\n 1 {2}TIME\n[^]*\n\nhyperdrive:/,
  );
});

it('tells a queue’s delay', async () => {
  await jump('serenity');
  expect(await shown('serenity')).toMatch(/its turn comes in \d/);
});

it('says that the script of a bonus challenge is called otherwise', async () => {
  const script = 'missions/05-hyperdrive/challenges/ship-classes/starter.lua';
  await expect(jump('enterprise', '--script', script)).rejects.toThrow(
    'starter.lua is for ship-classes, whose scripts are not called under the decision contract. To try it: hyperdrive challenge check ship-classes',
  );
});

it('--crash has no in-between to die in where the limiter is one script', async () => {
  await expect(jump('enterprise', '--crash')).rejects.toThrow(UsageError);
  await expect(jump('enterprise', '--crash')).rejects.toThrow(
    /sliding-window-log is one script.*no in-between/,
  );
  expect(await engine.call('EXISTS', `${prefixOf(namespace)}enterprise`)).toBe(0);
});

it('--crash makes the first call only: the counter is there, its TTL is not, and nobody got an answer', async () => {
  const crash = ['enterprise', '--algorithm', 'flawed/incr-then-expire', '--crash'];
  const told = await jump(...crash, '--commands');
  expect(told).toMatchObject({
    crashed: true,
    calls: 1,
    serverCommands: 1,
    state: { value: '1', ttlMs: null },
  });
  expect(told).not.toHaveProperty('allowed');
  // The second of a period has nothing to send after its first call.
  expect(await jump(...crash)).toMatchObject({ crashed: false, calls: 1, allowed: true, remaining: 3 });
  expect(await shown(...crash)).toMatch(/allowed[^]*\nOne call was all it took/);
});

it('--crash shows what was not sent; the same jump unharmed, how many round trips it was', async () => {
  const line = ['enterprise', '--algorithm', 'flawed/read-then-write'];
  const crashed = await shown(...line, '--crash');
  expect(crashed).toContain("Never sent:\n  return redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])\n");
  expect(crashed).toMatch(/does not\s+exist/);
  expect(await shown(...line)).toContain('\n2 round trips: ');
});

it('what only adds counts as much as its numbers hold', async () => {
  for (const numbers of ['--limit 4503599627370496 --period 365d', '--limit 1 --period 36500d'])
    await jump('enterprise', '--algorithm', 'fixed-window', ...numbers.split(' '));
});

it.each([
  ['--algorithm gcra --limit 4503599627370496 --period 2s', 'The limit cannot be counted exactly'],
  ['--algorithm token-bucket --capacity 9007199254740991', 'The limit cannot be counted exactly'],
  ['--algorithm fixed-window --limit 9007199254740991', 'The limit cannot be counted exactly'],
  ['--period 40000d', 'The limit needs more than 100 years to be as good as new'],
])('%s is refused before the script has to', async (numbers, message) => {
  const refused = jump('enterprise', ...numbers.split(' '));
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(message);
});
