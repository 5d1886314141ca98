import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { releaseClock } from '../../src/engine/clock.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { prefixOf } from '../../src/engine/namespace.ts';
import { parseServerUrl } from '../../src/engine/url.ts';
import type { Ask, Decider, DeciderOptions, Verdict } from '../../src/gateway/decider.ts';
import { keysOf } from '../../src/gateway/keys.ts';
import { realDecider } from './real-decider.ts';
import { ask, policy } from './policies.ts';
import { engineUrl } from '../support/engine-here.ts';

const url = engineUrl;
const engine = await openEngine('url', parseServerUrl(url));
const prefix = prefixOf(`t-decider-${process.pid}`);
/** No window ends while a test runs, and no bucket drips. */
const longMs = 1_000 * 86_400_000;
const notices: string[] = [];
const deciders: Decider[] = [];

async function start(options: Partial<DeciderOptions> = {}): Promise<Decider> {
  const open = () => openEngine('url', parseServerUrl(url));
  // Long: a busy machine is not what is tried here.
  const decider = await realDecider(open, { prefix, deadlineMs: 20_000, ...options }, notices);
  deciders.push(decider);
  return decider;
}

afterEach(async () => {
  for (const decider of deciders.splice(0)) await decider.close();
  await releaseClock(engine, prefix);
  expect(notices).toEqual([]);
});
afterAll(() => engine.close());

/** As many decisions at once. */
function many(decider: Decider, count: number, one: Ask): Promise<Verdict[]> {
  return Promise.all(Array.from({ length: count }, () => decider.decide(one)));
}

const admittedOf = (verdicts: readonly Verdict[]) => verdicts.filter(({ allowed }) => allowed).length;

describe.each(correct)('one policy of $name', ({ name, delays }) => {
  it('is decided by its script, on a key of the caller’s', async () => {
    const decider = await start();
    const api = policy('api', { algorithm: name, limit: 7, periodMs: longMs });
    const verdicts = await many(decider, 20, ask([api]));
    expect(admittedOf(verdicts)).toBe(7);
    expect(new Set(verdicts.map(({ by }) => by))).toEqual(new Set(['engine']));
    expect(verdicts.slice(0, 7).map(({ standings }) => standings[0]!.remaining)).toEqual([
      6, 5, 4, 3, 2, 1, 0,
    ]);
    const { retryAfterMs, deniedBy, standings, delayMs } = verdicts.at(-1)!;
    expect(deniedBy).toBe('api');
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(standings[0]!.retryAfterMs).toBe(retryAfterMs);
    expect(delayMs === undefined).toBe(!delays);
    expect(await engine.call('PTTL', ...keysOf(prefix, ask([api])))).toBeGreaterThan(0);
    expect((await decider.decide(ask([api], 1, 'bob'))).allowed).toBe(true);
  });
});

it('a policy that is given another algorithm or other numbers is decided by them, and begins anew', async () => {
  const decider = await start();
  for (const { name: algorithm } of correct) {
    for (const limit of [1, 2]) {
      const drive = { algorithm, limit, periodMs: longMs };
      const verdicts = await many(decider, 5, ask([policy('changed', drive)]));
      expect([algorithm, verdicts.map(({ by }) => by), admittedOf(verdicts)]).toEqual([
        algorithm,
        Array(5).fill('engine'),
        limit,
      ]);
    }
  }
});

describe('several policies', () => {
  const minute = policy('minute', { limit: 3, periodMs: longMs });
  const all = policy('all', { limit: 5, periodMs: longMs, by: 'everyone' });

  it('are decided all or nothing, and the one that denied is named', async () => {
    const decider = await start();
    const verdicts = [];
    for (const caller of ['ann', 'ann', 'ann', 'ann', 'bob', 'bob', 'bob'])
      verdicts.push(await decider.decide(ask([minute, all], 1, caller)));
    expect(verdicts.map(({ deniedBy }) => deniedBy)).toEqual([null, null, null, 'minute', null, null, 'all']);
    expect(verdicts.at(-1)!.standings.map(({ remaining }) => remaining)).toEqual([1, 0]);
    expect(await engine.call('EXISTS', ...keysOf(prefix, ask([minute, all])))).toBe(2);
  });

  it('of a caller alone share their keys with each of them alone, where that is a GCRA', async () => {
    const decider = await start();
    const day = policy('day', { limit: 9, periodMs: longMs, algorithm: 'fixed-window' });
    await decider.decide(ask([minute, day], 2));
    const alone = await decider.decide(ask([minute], 0));
    expect(alone.standings[0]!.remaining).toBe(1);
    // A fixed window is kept in another form: each way counts for itself, and neither breaks the other.
    const window = await decider.decide(ask([day], 1));
    expect(window).toMatchObject({ by: 'engine', standings: [{ remaining: 8 }] });
    expect(await decider.decide(ask([minute, day], 0))).toMatchObject({ standings: [{}, { remaining: 7 }] });
  });

  it('that the script refuses are this ask’s trouble alone, which is told', async () => {
    const decider = await start();
    const verdict = await decider.decide(ask([minute, minute]));
    expect(verdict).toMatchObject({ by: 'closed', trouble: expect.stringContaining('must be its own') });
    expect(decider.health().engine).toBe('up');
    expect(notices.splice(0)).toEqual([expect.stringContaining('must be its own')]);
  });
});

it.each(correct.map(({ name }) => name))(
  'a key of another type is its caller’s trouble alone, of %s',
  async (algorithm) => {
    const decider = await start();
    const ann = ask([policy('api', { algorithm })]);
    const [key] = keysOf(prefix, ann) as [string];
    await engine.call('SADD', key, 'no limiter');
    for (let n = 0; n < 6; n++) expect(await decider.decide(ann)).toMatchObject({ by: 'closed' });
    expect(await decider.decide({ ...ann, caller: 'bob' })).toMatchObject({ by: 'engine' });
    expect(decider.health().engine).toBe('up');
    expect(notices.splice(0)).toEqual([
      expect.stringContaining(`(api, at ${key}). The engine refused: WRONGTYPE`),
    ]);
  },
);

it('SCRIPT FLUSH without a pause fails no decision, and admits no unit too many', async () => {
  const gateways = await Promise.all([start(), start()]);
  const one = policy('one', { limit: 100, periodMs: longMs });
  const two = policy('two', { limit: 90, periodMs: longMs });
  const three = policy('three', { limit: 80, periodMs: longMs, algorithm: 'sliding-window-log' });
  let flushes = 0;
  const stop = new AbortController();
  const flushing = (async () => {
    for (; !stop.signal.aborted; flushes++) await engine.call('SCRIPT', 'FLUSH');
  })();
  const caller = async (decider: Decider, policies: Ask['policies']) => {
    const verdicts: Verdict[] = [];
    for (let n = 0; n < 100; n++) verdicts.push(await decider.decide(ask(policies)));
    return verdicts;
  };
  const under = (policies: Ask['policies']) =>
    Promise.all(gateways.map((decider) => caller(decider, policies)));
  const [several, log] = (await Promise.all([under([one, two]), under([three])])).map((each) => each.flat());
  stop.abort();
  await flushing;
  expect(flushes).toBeGreaterThan(10);
  for (const verdict of [...several!, ...log!]) expect(verdict).toMatchObject({ by: 'engine' });
  expect([admittedOf(several!), admittedOf(log!)]).toEqual([90, 80]);
});

it('a denial is remembered, and a smaller one asks the engine', async () => {
  const decider = await start({ cacheDenials: true });
  const api = policy('api', { limit: 4, periodMs: longMs });
  const by = async (cost: number) => {
    const { by, allowed } = await decider.decide(ask([api], cost));
    return [by, allowed];
  };
  expect(await by(3)).toEqual(['engine', true]);
  expect(await by(2)).toEqual(['engine', false]);
  expect(await by(2)).toEqual(['remembered', false]);
  expect(await by(1)).toEqual(['engine', true]);
  // What was admitted since puts the denial off: it is asked for anew.
  expect(await by(2)).toEqual(['engine', false]);
  // Somebody resets the limiter: this gateway learns of it when the wait is over.
  await engine.call('DEL', ...keysOf(prefix, ask([api])));
  expect(await by(2)).toEqual(['remembered', false]);
  expect(await by(1)).toEqual(['engine', true]);
});
