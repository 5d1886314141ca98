/** Mistakes as the command line shows them. */
import { afterEach, describe, expect, it } from 'vitest';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import { UsageError } from '../../src/errors.ts';
import { documents, makeWorld } from '../support/world.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const namespace = `t-gallery-${process.pid}`;

afterEach(async () => {
  const engine = await openEngine('url', parseServerUrl(url));
  await releaseClock(engine, prefixOf(namespace));
  engine.close();
});

/** The documents of a command line. */
async function run(line: string) {
  const world = makeWorld(url);
  await world.runCommand([...line.split(' '), '--namespace', namespace, '--json'], world);
  return documents(world);
}

describe('a negative cost', () => {
  it.each(['--cost -5', '--cost=-5'])('as %s mints tokens where nobody checks it', async (cost) => {
    await run('jump falcon --algorithm flawed/negative-cost');
    const [document] = await run(`jump falcon --algorithm flawed/negative-cost ${cost}`);
    expect(document).toMatchObject({ allowed: true, cost: -5, remaining: 14 });
  });

  it.each([
    ['jump falcon', /--cost is 0 or more, and -5 is less/],
    ['burst falcon', /--cost is 0 or more, and -5 is less/],
    ['jump falcon --algorithm flawed/client-clock', /cannot do that: a cost is 0 or more/],
    ['jump falcon --algorithm flawed/floored-refill', /cannot do that: it knows no cost/],
  ])('is refused by %s', async (line, told) => {
    await expect(run(`${line} --cost -5`)).rejects.toThrow(UsageError);
    await expect(run(`${line} --cost -5`)).rejects.toThrow(told);
  });
});

describe('a caller whose clock is behind', () => {
  it('leaves no key behind, and meets no limit', async () => {
    const line = 'jump tardis --limit 1 --period 60s --algorithm flawed/expiry-from-caller --skew -2m';
    for (const [document] of [await run(line), await run(line)]) {
      expect(document).toMatchObject({ allowed: true, state: { type: 'none' } });
    }
  });
});

describe('a burst over 50 connections', () => {
  it('gets more than the limit through read-then-write, and no more through a script', async () => {
    const burst = 'burst tardis --count 50 --clients 50 --limit 5 --period 60s';
    const lost = (await run(`${burst} --algorithm flawed/read-then-write`)).at(-1)!;
    expect(lost['allowed']).toBeGreaterThan(5);
    expect((await run(`${burst} --algorithm sliding-window-log`)).at(-1)).toMatchObject({ allowed: 5 });
  });
});
