/** What `hyperdrive lua` tells of the scripts, held against the server. */
import { afterAll, describe, expect, it } from 'vitest';
import { combined } from '../../src/algorithms/combined.ts';
import { algorithms, correct } from '../../src/algorithms/index.ts';
import { slidingWindowLog } from '../../src/algorithms/sliding-window-log.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { readCommandLine } from '../../src/lesson/command-line.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { readLua } from '../lua/trace.ts';
import { sentCommands } from '../support/sent-commands.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const engine = await openEngine('url', parseServerUrl(url));
afterAll(() => engine.close());

const namespace = `t-about-${process.pid}`;
/** As long as the key of a ship without a namespace. */
const key = `hyperdrive:${String(process.pid).padStart(10, '-')}`;

const counted = (commands: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    commands.map((name) => [name.toLowerCase(), commands.filter((other) => other === name).length]),
  );

// The look-alike counts no commands.
describe.runIf(engine.capabilities.object)('the commands that are told [needs object]', () => {
  it.each(correct)('$name sends, to admit, to deny and to look', async ({ name, about }) => {
    const { admitted, denied, look } = about!.commands;
    expect(await sentCommands(engine, key, readLua(name), [1, 1, 0])).toEqual(
      [admitted, denied, look].map(counted),
    );
  });

  it.each(combined)('$name sends, for two limits', async ({ name, about }) => {
    const { admitted, denied, look } = about!.commands;
    const keys = [`${key}:a`, `${key}:b`];
    const limits = [1, 60_000, '', 1, 60_000, ''];
    // Where one tier is full, the other still has room.
    const costs = name === 'combined/all-or-nothing' ? [1, 1, 0] : [1, 2, 0];
    expect(await sentCommands(engine, keys, readLua(name), costs, (cost) => [cost, '', ...limits])).toEqual(
      [admitted, denied, look].map(counted),
    );
  });

  it('are six for an admitted jump of the sliding window log, as mission 5 says', () => {
    expect(slidingWindowLog.about!.commands.admitted).toHaveLength(6);
  });
});

describe.runIf(engine.capabilities.memory)('the size that is told [needs memory]', () => {
  it.each(correct)('$name keeps about so many bytes when it is full', async ({ name, about }) => {
    const call = ['EVAL', readLua(name), 1, key, 10, 60_000, 1, ''];
    const replies = await engine.watched([], async () => [
      ...Array.from({ length: 10 }, () => call),
      ['MEMORY', 'USAGE', key],
      ['DEL', key],
    ]);
    // Servers differ in how they round and in what a key costs by itself.
    const measured = Number(replies[10]);
    expect(measured).toBeGreaterThan(about!.keyBytes * 0.7);
    expect(measured).toBeLessThan(about!.keyBytes * 1.3);
  });
});

describe('what is to be tried next', () => {
  it.each([...correct, ...combined])('$name is asked first, and both lines run', async ({ name, about }) => {
    const world = makeWorld(url);
    const asked: unknown[] = [];
    for (const { command } of about!.tryNext) {
      const argv = readCommandLine(command).filter((word) => word !== '--json');
      await world.runCommand([...argv, '--json', '--namespace', namespace], world);
      const { algorithm, rule } = documents(world).at(-1)!;
      asked.push(algorithm ?? `combined/${String(rule)}`);
    }
    expect(asked).toEqual([name, expect.any(String)]);
    await world.runCommand(['reset', '--yes', '--namespace', namespace], world);
  });
});

describe('hyperdrive lua --sha', () => {
  it.each([...algorithms, ...combined])('$name is what SCRIPT LOAD answers', async ({ name }) => {
    const world = makeWorld(url);
    await world.runCommand(['lua', name, '--sha'], world);
    const parts = makeScripts(name, readLua(name)).map(({ text }) => text);
    const loaded = await Promise.all(parts.map((text) => engine.call('SCRIPT', 'LOAD', text)));
    expect(world.printed()).toBe(`${loaded.join('\n')}\n`);
  });
});
