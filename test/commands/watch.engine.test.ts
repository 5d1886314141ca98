import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { holdClock, releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { Interrupted, NoEngineError, UsageError } from '../../src/errors.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { makeWatcher, type Event } from '../support/watcher.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const namespace = `t-watch-${process.pid}`;
const prefix = prefixOf(namespace);
const key = `${prefix}enterprise`;
const engine = await openEngine('url', parseServerUrl(url));
// Held, so that ages and times left are the same in every run, but for the TTLs that Redis 7.0 parks a little late.
const heldMs = 1_790_000_000_000;

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

type Step = () => unknown;

/** Watches while one step after the other is taken, until a key is pressed. Answers with the screen after each, and at the end. */
async function watch(args: string[], steps: Step[], size = {}): Promise<string[]> {
  const shown: string[] = [];
  const events = steps.flatMap((step, i): Event[] => [
    [i * 1_000 + 100, step],
    [i * 1_000 + 900, () => shown.push(person.screen.text)],
  ]);
  const person = makeWatcher([...events, [steps.length * 1_000, 'x']], size);
  const world = { ...makeWorld(url), ...person.deps, stdout: person.stream };
  await world.runCommand(['inspect', ...args, '--watch', '--namespace', namespace], world);
  expect(person.screen.cursorShown).toBe(true);
  return [...shown, person.screen.text].map((text) => text.replaceAll(namespace, 'N'));
}

const add = (score: number, ...more: string[]) => engine.call('ZADD', key, score, `m${score}`, ...more);

describe('inspect --watch', () => {
  it('marks what is new and what is changed until the next change, and counts what is gone', async () => {
    await holdClock(engine, prefix, heldMs);
    await add(1);
    const [first, second, same, third, end] = await watch(
      ['enterprise'],
      [() => {}, () => add(2), () => {}, () => engine.call('ZREM', key, 'm1')],
    );
    expect(first).toMatch(/\nhyperdrive:N:enterprise {2}zset · 1 member .*\n[^]*\n│ {3}│ 0 │ m1 /);
    expect(first).toMatch(/\nany key ends the watch$/);
    expect(second).toMatch(/\n\* hyperdrive:N:enterprise {2}zset · 2 members/);
    expect(second).toMatch(/\n│ {3}│ 0 │ m1 [^]*\n│ \+ │ 1 │ m2 /);
    expect(second).toMatch(/\n\+ new · \* changed · any key ends the watch$/);
    expect(same).toBe(second);
    expect(third).toMatch(/\n│ {3}│ 0 │ m2 [^]*\n- 1 member gone\n/);
    expect(end).toBe(third!.replace(' · any key ends the watch', ''));
  });

  it('tells a key that comes and one that goes', async () => {
    const [none, come, gone] = await watch(
      ['enterprise'],
      [() => {}, () => add(1), () => engine.call('UNLINK', key)],
    );
    expect(none).toMatch(/\nhyperdrive:N:enterprise does not exist/);
    expect(come).toMatch(/\n\+ hyperdrive:N:enterprise {2}zset/);
    expect(gone).toMatch(/\n- hyperdrive:N:enterprise does not exist[^]*\n- gone · any key/);
  });

  it('watches the list of keys', async () => {
    await add(1);
    const [first, second, third] = await watch(
      [],
      [
        () => {},
        () => Promise.all([add(2), engine.call('SET', `${prefix}kobayashi`, 1)]),
        () => engine.call('UNLINK', key),
      ],
    );
    expect(first).toMatch(/│ {3}│ hyperdrive:N:enterprise +│ zset/);
    expect(second).toMatch(/│ \* │ hyperdrive:N:enterprise [^]*│ \+ │ hyperdrive:N:kobayashi /);
    expect(third).not.toContain('enterprise');
    expect(third).toMatch(/\n- 1 key gone\n/);
    await engine.call('UNLINK', `${prefix}kobayashi`);
  });

  it('takes a jump for a change, and time that passes for none', async () => {
    const run = async (...args: string[]) => {
      const world = makeWorld(url);
      await world.runCommand([...args, '--namespace', namespace], world);
    };
    await holdClock(engine, prefix, heldMs);
    const [, jumped, later] = await watch(
      ['enterprise'],
      [() => {}, () => run('jump', 'enterprise'), () => run('warp', '15s')],
    );
    expect(jumped).toMatch(
      /\n\+ hyperdrive:N:enterprise .* TTL 60(\.0\d+)? s[^]*│ \+ │ 0 │ \S+ +│ \d+ │ now │/,
    );
    expect(later).toMatch(
      /\n\+ hyperdrive:N:enterprise .* TTL 45(\.0\d+)? s[^]*│ \+ │ 0 │ \S+ +│ \d+ │ 15 s ago │/,
    );
  });

  it('cuts what is taller than the terminal, and says so', async () => {
    await add(1, ...Array.from({ length: 30 }, (_, i) => [String(i + 2), `m${i + 2}`]).flat());
    const [shown] = await watch(['enterprise'], [() => {}], { height: 12 });
    const lines = shown!.split('\n');
    expect(lines).toHaveLength(11);
    expect(lines.at(-2)).toMatch(/^… \d+ more lines than fit here$/);
    expect(lines.at(-1)).toBe('any key ends the watch');
  });

  it('fits 40 columns', async () => {
    await add(1);
    const [, shown] = await watch(['enterprise'], [() => {}, () => add(2)], { width: 40 });
    expect(shown!.match(/^[│┌├└].*$/gm)).toHaveLength(6);
    for (const line of shown!.split('\n')) expect([...line].length).toBeLessThanOrEqual(40);
  });

  it('ends at Ctrl-C with the last state on the screen', async () => {
    await add(1);
    const person = makeWatcher([[1_000, 'ctrl-c']]);
    const world = { ...makeWorld(url), ...person.deps, stdout: person.stream };
    const watching = world.runCommand(['inspect', 'enterprise', '--watch', '--namespace', namespace], world);
    await expect(watching).rejects.toThrow(Interrupted);
    expect(person.screen.text).toMatch(/zset · 1 member[^]*┘$/);
    expect(person.screen.cursorShown).toBe(true);
  });

  it('ends with the last state where the server goes away', async () => {
    await add(1);
    const mine = await openEngine('url', parseServerUrl(url));
    const person = makeWatcher([[1_000, () => mine.close()]]);
    const world = {
      ...makeWorld(url),
      ...person.deps,
      stdout: person.stream,
      openEngine: async () => mine,
    };
    const watching = world.runCommand(['inspect', 'enterprise', '--watch', '--namespace', namespace], world);
    await expect(watching).rejects.toThrow(NoEngineError);
    expect(person.screen.text).toMatch(/zset · 1 member[^]*┘$/);
  });
});

describe('--watch --json', () => {
  const stream = async (args: string[], steps: Step[], more: Partial<Deps> = {}) => {
    const events = steps.map((step, i): Event => [i * 1_000 + 100, step]);
    const { sleep, now, beforeExit } = makeWatcher([...events, [steps.length * 1_000, 'SIGTERM']]).deps;
    const world = { ...makeWorld(url), sleep, now, beforeExit, ...more };
    const argv = ['inspect', ...args, '--watch', '--json', '--namespace', namespace];
    await expect(world.runCommand(argv, world)).rejects.toThrow(Interrupted);
    return documents(world);
  };

  it('is a document per change until a signal comes', async () => {
    await add(1);
    const seen = await stream(
      ['enterprise'],
      [() => {}, () => add(2), () => {}, () => engine.call('UNLINK', key)],
    );
    expect(seen.map(({ state }) => state)).toMatchObject([{ length: 1 }, { length: 2 }, { type: 'none' }]);
  });

  it('does so for the list of keys', async () => {
    const seen = await stream([], [() => {}, () => add(1)]);
    expect(seen).toMatchObject([{ keys: [] }, { keys: [{ key }] }]);
  });
});

it.each([
  ['without a terminal', ['--watch'], {}, /redraws a terminal .* add --json/],
  ['without input', ['--watch', '--no-input'], makeWatcher([]).deps, /redraws a terminal/],
  ['as JSON in a lesson', ['--watch', '--json'], { observe: () => {} }, /outside of the lesson/],
  ['--every without it', ['--every', '1s'], {}, /--every is for --watch/],
])('%s it is refused', async (_, args, deps, why) => {
  const world = { ...makeWorld(url), ...deps };
  const refused = world.runCommand(['inspect', ...args, '--namespace', namespace], world);
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(why);
});
