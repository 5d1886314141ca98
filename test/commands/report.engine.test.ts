import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Deps, Document } from '../../src/deps.ts';
import { holdClock, releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { UsageError } from '../../src/errors.ts';
import { usageKey } from '../../src/usage/keys.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const engine = await openEngine('url', parseServerUrl(url));
const namespace = `t-report-${process.pid}`;
const prefix = prefixOf(namespace);
const startMs = 1_700_000_000_000;

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

/** What `hyperdrive LINE` prints, in a world of its own. */
async function hyperdrive(line: string, changes: Partial<Deps> = {}): Promise<string> {
  const world = { ...makeWorld(url), ...changes };
  await world.runCommand([...line.split(' '), '--namespace', namespace], world);
  return world.printed();
}

/** The last document of `hyperdrive LINE --json`. */
async function told(line: string, changes: Partial<Deps> = {}): Promise<Document> {
  const world = { ...makeWorld(url), ...changes };
  await world.runCommand([...line.split(' '), '--namespace', namespace, '--json'], world);
  return documents(world).at(-1)!;
}

const keysOf = async () =>
  ((await told('inspect')) as { keys: { key: string }[] }).keys.map(({ key }) => key);

describe('--record', () => {
  it('counts a jump, allowed or denied', async () => {
    await holdClock(engine, prefix, startMs);
    expect(await told('jump enterprise --limit 1 --period 1m --record')).toMatchObject({ recorded: 1 });
    expect(await hyperdrive('jump enterprise --limit 1 --period 1m --record')).toContain(
      'Recorded 1 jump: see `hyperdrive report enterprise`.',
    );
    expect(await told('report')).toMatchObject({ allowed: 1, denied: 1 });
  });

  it('gets on with a limit that is called usage', async () => {
    const limits = '--limits usage=2/1m,fleet:everyone=9/1m --record';
    for (const line of ['jump enterprise --tiers usage=1/1m --record', `jump enterprise ${limits}`])
      expect(await told(line)).toMatchObject({ allowed: true, recorded: 1 });
    expect(await told('report')).toMatchObject({ allowed: 2, denied: 0 });
  });

  it('is off by default: nothing is written then', async () => {
    expect(await told('jump enterprise')).not.toHaveProperty('recorded');
    expect(await told('burst enterprise')).not.toHaveProperty('recorded');
    expect(await keysOf()).toEqual([`${prefix}enterprise`]);
  });

  it('does not count a look', async () => {
    expect(await told('jump enterprise --look --record')).toMatchObject({ recorded: 0 });
    expect(await hyperdrive('burst enterprise --cost 0 --record')).toContain(
      'Nothing to record: a look is no jump.',
    );
    expect(await keysOf()).toEqual([]);
  });

  it('counts no jump whose caller died before the decision', async () => {
    const line = 'jump enterprise --algorithm flawed/incr-then-expire --crash --record';
    expect(await told(line)).toMatchObject({ crashed: true, recorded: 0 });
  });

  it('counts a burst at once, jumps and not units', async () => {
    await holdClock(engine, prefix, startMs);
    const summary = await told('burst enterprise --count 20 --cost 2 --record');
    expect(summary).toMatchObject({ allowed: 2, denied: 18, recorded: 20 });
    expect(await told('report enterprise')).toMatchObject({ allowed: 2, denied: 18, deniedShare: 0.9 });
  });

  it.each(['falcon', 'enterprise', 'enterprise --algorithm flawed/incr-then-expire'])(
    'counts each jump of a warped burst of %s in its own minute',
    async (ship) => {
      await holdClock(engine, prefix, startMs);
      await told(`burst ${ship} --rate 6/m --over 5m --record`);
      const { perMinute, clock } = await told(`report ${ship.split(' ')[0]}`);
      // 40 s are left of the minute in which it began.
      const jumps = (perMinute as { allowed: number; denied: number }[]).map(
        ({ allowed, denied }) => allowed + denied,
      );
      expect(jumps).toEqual([4, 6, 6, 6, 6, 2]);
      expect(clock).toEqual({ mode: 'held', nowMs: startMs + 300_000 });
    },
  );

  it('counts all of a burst at a pace, a second at a time', async () => {
    let nowMs = 0;
    const impatient = { now: () => nowMs, sleep: async (ms: number) => void (nowMs += ms) };
    const summary = await told('burst enterprise --rate 2/s --over 5s --record', impatient);
    expect(summary).toMatchObject({ allowed: 5, denied: 5, recorded: 10 });
    expect(await told('report enterprise')).toMatchObject({ allowed: 5, denied: 5 });
  });

  it('says what the server refuses, and that the jump was made', async () => {
    await engine.call('SET', usageKey(prefix, 'enterprise'), 'cargo');
    const run = hyperdrive('jump enterprise --record');
    await expect(run).rejects.toThrow(/^The jumps were made, but not recorded: WRONGTYPE/);
    const burst = told('burst enterprise --rate 1/s --count 3 --record --warp');
    await expect(burst).rejects.toThrow(/not recorded: WRONGTYPE/);
  });
});

describe('report', () => {
  it('has one calm line where nothing was recorded', async () => {
    expect(await hyperdrive('report')).toMatch(
      /clock live\nNothing was recorded in the last 60 minutes\. `hyperdrive burst enterprise\n {2}--record` records a burst\.\n$/,
    );
    expect(await hyperdrive('report falcon --minutes 1')).toContain(
      'No jump of falcon was recorded in the last minute.',
    );
  });

  it('says where the names are by which a gateway knows its callers', async () => {
    expect((await hyperdrive('report falcon --gateway')).replaceAll(/\s+/g, ' ')).toContain(
      'No request of falcon was recorded in the last 60 minutes. Callers of a gateway go by their hashes: `hyperdrive report --gateway` lists them.',
    );
  });

  it('has no top of one', async () => {
    await expect(hyperdrive('report falcon --top 3')).rejects.toThrow(
      '--top is for the report of all, and falcon is one: leave out one of the two.',
    );
    await expect(hyperdrive('report falcon --top 3')).rejects.toThrow(UsageError);
  });

  it('tells ships and top talkers, as many as are asked for', async () => {
    await holdClock(engine, prefix, startMs);
    await told('burst enterprise --count 7 --record');
    await told('burst falcon --count 3 --record');
    expect(await told('report --top 1')).toMatchObject({
      minutes: 60,
      fromMs: 1_699_999_980_000 - 59 * 60_000,
      allowed: 8,
      denied: 2,
      ships: [
        {
          ship: 'enterprise',
          allowed: 5,
          denied: 2,
          perMinute: [{ atMs: 1_699_999_980_000, allowed: 5, denied: 2 }],
        },
      ],
      more: 1,
      complete: true,
      top: { total: 10, errorAtMost: 0, talkers: [{ ship: 'enterprise', jumps: 7, error: 0 }], more: 1 },
      clock: { mode: 'held', nowMs: startMs },
    });
    const text = await hyperdrive('report');
    expect(text).toMatch(/enterprise │ {7}5 │ {6}2 │ {5}29 %/);
    expect(text).toContain('These counts are exact.');
  });

  it('shows no name that a terminal would obey', async () => {
    await holdClock(engine, prefix, startMs);
    await engine.call('HSET', usageKey(prefix, '\u001b[2Jx'), '1699999980000', '1 0');
    const text = await hyperdrive('report');
    expect(text).toContain(String.raw`\x1b[2Jx`);
    expect(text).not.toContain('\u001b');
    expect(await hyperdrive('report --json')).not.toContain('\u001b');
  });

  it.each(['report @usage', 'report --minutes 0', 'report --minutes 61', 'report --top 0'])(
    'refuses %s',
    async (line) => {
      await expect(hyperdrive(line)).rejects.toThrow(/A ship's name|Expected/);
    },
  );

  it('is wrong usage where a ship cannot be called so', async () => {
    await expect(hyperdrive('report {x}')).rejects.toThrow(UsageError);
  });
});
