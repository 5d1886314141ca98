/** Several limits at once, from the command line to the server. */
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Document } from '../../src/deps.ts';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { UsageError } from '../../src/errors.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const namespace = `t-several-${process.pid}`;
const prefix = prefixOf(namespace);
const url = engineUrl;
const engine = await openEngine('url', parseServerUrl(url));

afterEach(() => releaseClock(engine, prefix));
afterAll(() => engine.close());

/** What a command line tells with `--json`. */
async function run(line: string): Promise<Document[]> {
  const world = makeWorld(url);
  await world.runCommand([...line.split(' '), '--json', '--namespace', namespace], world);
  return documents(world);
}
const last = async (line: string): Promise<Document> => (await run(line)).at(-1)!;

const own = '--limits per-second=2/1s,per-day=100/1d';
const shared = '--limits per-second=2/1s,fleet:everyone=3/60s';
const tiers = '--tiers hyperspace=2/60s,sublight=3/60s';

/** On the held clock: nothing refills by itself. */
const hold = () => run('clock hold');

describe('jump --limits', () => {
  it('is admitted by all or charged to none, and tells who denied and for how long', async () => {
    await hold();
    await run(`jump enterprise ${own}`);
    expect(await last(`jump enterprise ${own}`)).toMatchObject({
      ship: 'enterprise',
      rule: 'all-or-nothing',
      allowed: true,
      deniedBy: null,
      retryAfterMs: 0,
    });
    expect(await last(`jump enterprise ${own}`)).toMatchObject({
      allowed: false,
      deniedBy: 'per-second',
      retryAfterMs: 500,
      limits: [
        {
          name: 'per-second',
          shared: false,
          limit: 2,
          periodMs: 1_000,
          key: `${prefix}{enterprise}:per-second`,
          remaining: 0,
          retryAfterMs: 500,
          resetAfterMs: 1_000,
        },
        { name: 'per-day', remaining: 98, retryAfterMs: 0 },
      ],
    });
  });

  it('admits at the instant that was promised, and not a millisecond earlier', async () => {
    await hold();
    await run(`burst enterprise ${own} --count 2`);
    const { retryAfterMs } = await last(`jump enterprise ${own}`);
    await run(`warp ${Number(retryAfterMs) - 1}ms`);
    expect(await last(`jump enterprise ${own}`)).toMatchObject({ allowed: false, retryAfterMs: 1 });
    await run('warp 1ms');
    expect(await last(`jump enterprise ${own}`)).toMatchObject({ allowed: true });
  });

  it('counts what all ships share, and keeps all keys under the fleet’s tag', async () => {
    await hold();
    for (const ship of ['enterprise', 'falcon', 'tardis']) await run(`jump ${ship} ${shared}`);
    const { deniedBy, limits } = await last(`jump enterprise ${shared}`);
    expect(deniedBy).toBe('everyone');
    expect((limits as { key: string }[]).map(({ key }) => key)).toEqual([
      `${prefix}{fleet}:enterprise:per-second`,
      `${prefix}{fleet}:everyone`,
    ]);
  });

  it('--look changes nothing, and tells how each limit stands', async () => {
    const look = await last(`jump enterprise ${own} --look`);
    expect(look).toMatchObject({
      allowed: true,
      deniedBy: null,
      limits: [{ remaining: 2 }, { remaining: 100 }],
    });
    expect(await engine.call('EXISTS', `${prefix}{enterprise}:per-day`)).toBe(0);
  });

  it('--eval prints the call', async () => {
    await hold();
    const { eval: line, clock } = await last(`jump enterprise ${own} --cost 2 --eval`);
    const { nowMs } = clock as { nowMs: number };
    const keys = `${prefix}{enterprise}:per-second ${prefix}{enterprise}:per-day`;
    expect(line).toMatch(/^EVAL "-- Several limits/);
    expect(line).toContain(` 2 ${keys} 2 ${nowMs} 2 1000 "" 100 86400000 ""`);
  });

  it.runIf(engine.capabilities.monitor)('--commands shows what the script sent [needs monitor]', async () => {
    const { commands } = await last(`jump enterprise ${own} --commands`);
    const names = (commands as { command: string }[]).map(({ command }) => command);
    expect(names).toEqual(['TIME', 'GET', 'GET', 'SET', 'SET']);
  });
});

describe('jump --tiers', () => {
  it('takes the first tier that has room, and tells which', async () => {
    await hold();
    const taken = [];
    for (let jump = 0; jump < 6; jump++) taken.push((await last(`jump falcon ${tiers}`))['tier']);
    expect(taken).toEqual(['hyperspace', 'hyperspace', 'sublight', 'sublight', 'sublight', null]);
    expect(await last(`jump falcon ${tiers}`)).toMatchObject({ allowed: false, retryAfterMs: 20_000 });
    expect(await last(`jump falcon ${tiers} --cost 4`)).toMatchObject({ allowed: false, retryAfterMs: -1 });
  });
});

describe('burst', () => {
  it('counts by who denied, and tells it of every jump', async () => {
    await hold();
    const all = await run(`burst enterprise ${own} --count 5 --clients 1`);
    expect(all.slice(0, -1).map(({ deniedBy }) => deniedBy)).toEqual([
      null,
      null,
      'per-second',
      'per-second',
      'per-second',
    ]);
    expect(all.at(-1)).toMatchObject({
      summary: true,
      rule: 'all-or-nothing',
      count: 5,
      allowed: 2,
      denied: 3,
      deniedBy: { 'per-second': 3, 'per-day': 0 },
      firstDenial: { jump: 3, retryAfterMs: 500 },
      limits: [{ remaining: 0 }, { remaining: 98 }],
    });
  });

  it('counts by tier; unasked, two more than have room', async () => {
    await hold();
    expect(await last(`burst falcon ${tiers}`)).toMatchObject({
      count: 7,
      allowed: 5,
      tiers: { hyperspace: 2, sublight: 3 },
    });
  });

  it('--ships: each has limits of its own and all share one; each is recorded by its name', async () => {
    await hold();
    const all = await run(`burst scout ${shared} --ships 4 --count 8 --clients 1 --record`);
    expect(all.slice(0, -1).map(({ ship, allowed }) => `${ship} ${allowed}`)).toEqual(
      ['1 true', '2 true', '3 true', '4 false', '1 false', '2 false', '3 false', '4 false'].map(
        (one) => `scout-${one}`,
      ),
    );
    expect(all.at(-1)).toMatchObject({
      ship: 'scout',
      ships: 4,
      allowed: 3,
      deniedBy: { 'per-second': 0, everyone: 5 },
      recorded: 8,
    });
    const { limits } = all.at(-1) as { limits: Document[] };
    expect(limits[0]).toEqual({ name: 'per-second', shared: false, limit: 2, periodMs: 1_000 });
    expect(limits[1]).toMatchObject({ key: `${prefix}{fleet}:everyone`, remaining: 0 });
    const { ships } = (await last('report')) as { ships: Document[] };
    expect(ships.map(({ ship, allowed, denied }) => `${ship} ${allowed} ${denied}`)).toEqual(
      ['1 1 1', '2 1 1', '3 1 1', '4 0 2'].map((one) => `scout-${one}`),
    );
  });

  it('--warp: the second lets two through each second, until the day denies', async () => {
    const day = '--limits per-second=2/1s,per-day=30/1d';
    expect(await last(`burst enterprise ${day} --rate 5/s --over 20s --warp`)).toMatchObject({
      count: 100,
      warped: true,
      allowed: 30,
      limits: [{ remaining: 2 }, { remaining: 0 }],
      clock: { mode: 'held' },
    });
  });

  it('at a pace on the live clock', async () => {
    const world = makeWorld(url);
    const waits = { now: () => 0, sleep: async () => {} };
    await world.runCommand(
      ['burst', 'enterprise', ...own.split(' '), '--rate', '1000/s', '--count', '1', '--json', '--namespace', namespace], // prettier-ignore
      { ...world, ...waits },
    );
    expect(documents(world).at(-1)).toMatchObject({ count: 1, allowed: 1, warped: false });
  });
});

describe('a ship’s limits', () => {
  it('are inspected and reset with it, also those under the fleet’s tag', async () => {
    await hold();
    await run(`jump enterprise ${own}`);
    await run(`jump enterprise ${shared}`);
    const keys = (await run('inspect enterprise')).map(({ state }) =>
      (state as { key: string }).key.slice(prefix.length),
    );
    expect(keys.sort()).toEqual([
      '{enterprise}:per-day',
      '{enterprise}:per-second',
      '{fleet}:enterprise:per-second',
    ]);
    expect(await last('reset enterprise --yes')).toMatchObject({ deleted: 3 });
    expect(await engine.call('EXISTS', `${prefix}{fleet}:everyone`)).toBe(1);
  });
});

describe('what is refused', () => {
  it.each([
    [`jump enterprise ${own} ${tiers}`, /give one of the two/],
    [`jump enterprise ${own} --algorithm gcra`, /--algorithm is for a limiter that decides alone/],
    [`burst enterprise ${tiers} --capacity 5`, /--capacity is for .* leave it out, or --tiers/],
    [`jump enterprise ${own} --crash`, /--crash is for/],
    [`jump enterprise ${own} --cost -1`, /--cost is 0 or more/],
    ['jump enterprise --limits per-second', /--limits: "per-second" has no "="/],
    ['jump enterprise --limits a=1/1s,b=4503599627370496/1d', /--limits: b cannot be counted exactly/],
    ['burst enterprise --tiers a=1/1s/9999999999999999', /--tiers: a cannot be counted exactly/],
    ['jump enterprise --limits token-bucket=2/1s', /cannot call a limit token-bucket/],
    [`jump fleet ${own}`, /A ship called fleet cannot have several limits/],
    [`jump ${own}`, /Which ship\? Name one/],
    ['burst enterprise --ships 3', /--ships is for limits .* add --limits or --tiers/],
    [`burst enterprise ${own} --ships 3 --rate 5/s --over 2s`, /Many ships jump at once/],
    [`burst ${'x'.repeat(63)} ${own} --ships 2`, /A ship's name is/],
    [`burst enterprise ${own} --rate 5/s --over 2s --warp --clients 3`, /leave out --clients or --warp/],
  ])('%s', async (line, message) => {
    const refused = run(line);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  it('what the script refuses is told by its name', async () => {
    await engine.call('SET', `${prefix}{enterprise}:b`, 'nonsense', 'PX', '60000');
    await expect(run('jump enterprise --limits a=1/1s,b=1/1s')).rejects.toThrow(
      'lua/combined/all-or-nothing.lua failed: the 2nd key holds no arrival time',
    );
  });
});
