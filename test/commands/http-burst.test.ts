import { afterEach, describe, expect, it } from 'vitest';
import type { Deps, Document } from '../../src/deps.ts';
import { UsageError } from '../../src/errors.ts';
import { GatewayDouble, type GatewayOptions } from '../doubles/gateway.ts';
import { documents, makeWorld } from '../support/world.ts';

const running: GatewayDouble[] = [];
afterEach(async () => void (await Promise.all(running.splice(0).map((one) => one.close()))));

async function gateways(count: number, options: GatewayOptions = {}): Promise<GatewayDouble[]> {
  const started = await Promise.all(Array.from({ length: count }, () => GatewayDouble.start(options)));
  running.push(...started);
  return started;
}

const urls = (all: readonly GatewayDouble[]) => all.map(({ url }) => url).join(',');

/** What `hyperdrive LINE` prints, where there is no engine at all. */
async function hyperdrive(line: string, changes: Partial<Deps> = {}) {
  const world = {
    ...makeWorld('unix:/nowhere'),
    openEngine: () => Promise.reject(new Error('no engine is opened')),
    ...changes,
  };
  await world.runCommand(line.split(' '), world);
  const all: Document[] = line.includes('--json') ? documents(world) : [];
  return { text: world.printed(), documents: all, summary: all.at(-1) ?? {} };
}

/** A caller for whom a wait is over at once. */
function impatient(): Partial<Deps> {
  let nowMs = 0;
  return { stopwatch: () => nowMs, sleep: async (ms) => void (nowMs += ms) };
}

describe('burst --http', () => {
  it('lets three gateways that count for themselves admit three times the limit', async () => {
    const three = await gateways(3, { limit: 5 });
    const { documents, summary } = await hyperdrive(
      `burst enterprise --http ${urls(three)} --count 30 --json`,
    );
    expect(documents).toHaveLength(31);
    expect(documents[0]).toMatchObject({
      jump: 1,
      allowed: true,
      retryAfterMs: 0,
      resetAfterMs: 60_000,
      calls: 1,
    });
    expect(summary).toMatchObject({
      summary: true, ship: 'enterprise', limit: 5, periodMs: 60_000, policies: [{ name: 'default', limit: 5, periodMs: 60_000 }],
      count: 30, allowed: 15, denied: 15, errors: 0, mostInAPeriod: 15, firstDenial: { retryAfterMs: 60_000 }, calls: 30,
      clients: 10, arrivals: 'at-once', warped: false,
      gateways: three.map(({ url }) => ({ url: `${url}/api/resource`, allowed: 5, denied: 5, errors: 0, troubles: [] })),
      latencyMs: { p50: expect.any(Number) as number, p99: expect.any(Number) as number, max: expect.any(Number) as number },
    }); // prettier-ignore
    expect(summary).not.toHaveProperty('engine');
    expect(three[0]!.requests[0]).toMatchObject({
      path: '/api/resource',
      headers: { 'x-api-key': 'enterprise' },
    });
  });

  it('keeps the path of a URL, and names the caller in the header that is asked for', async () => {
    const [one] = await gateways(1);
    await hyperdrive(`burst falcon --http ${one!.url}/api/login?next=%2F --key-header X-Ship --count 1`);
    expect(one!.requests).toMatchObject([{ path: '/api/login?next=%2F', headers: { 'x-ship': 'falcon' } }]);
  });

  it('shows the headers of a yes and of a no where that is asked for', async () => {
    const [one] = await gateways(1, { limit: 2 });
    const line = `burst falcon --http ${one!.url} --count 3 --clients 1 --headers`;
    const { text } = await hyperdrive(line);
    expect(text.slice(text.indexOf('The first'))).toMatchInlineSnapshot(`
      "The first that was allowed was told 200:
        RateLimit-Policy: "default";q=2;w=60
        RateLimit: "default";r=1;t=60

      The first that was denied was told 429:
        RateLimit-Policy: "default";q=2;w=60
        RateLimit: "default";r=0;t=60
        Retry-After: 60
      "
    `);
    const { summary } = await hyperdrive(`${line} --json`);
    expect(summary['first']).toEqual({
      allowed: null,
      denied: {
        status: 429,
        headers: {
          'RateLimit-Policy': '"default";q=2;w=60',
          RateLimit: '"default";r=0;t=60',
          'Retry-After': '60',
        },
      },
    });
  });

  it('makes 20 jumps unless told', async () => {
    const [one] = await gateways(1);
    expect((await hyperdrive(`burst falcon --http ${one!.url} --json`)).summary).toMatchObject({ count: 20 });
  });

  it('comes at a pace', async () => {
    const two = await gateways(2, { limit: 5 });
    const line = `burst falcon --http ${urls(two)} --rate 2/s --over 20s --clients 1`;
    const { documents, summary } = await hyperdrive(`${line} --json`, impatient());
    expect(documents[3]).toMatchObject({ jump: 4, gateway: 2, atMs: 1_500, dueMs: 1_500 });
    expect(summary).toMatchObject({
      count: 40, allowed: 10, denied: 30, mostInAPeriod: 10, firstDenialAtMs: 5_000, lastAllowedAtMs: 4_500, latestMs: 0,
      arrivals: 'steady', rate: 2, overMs: 20_000, allowedPerSecond: 0.5,
    }); // prettier-ignore
    expect((await hyperdrive(line, impatient())).text).toMatch(
      /^falcon · 40 jumps at 2\/s over 20 s to 2 gateways\nallowed │/,
    );
  });

  it.each([
    ['had more left than the one before', (request: number) => ({ RateLimit: `"a";r=${request};t=9` })],
    ['was admitted behind a denial', (request: number) => (request <= 3 ? null : {})],
  ])('says that answers overtake each other where one %s', async (_, headersOf) => {
    const instead: GatewayOptions['instead'] = (request) => {
      const headers = headersOf(request);
      const policy = { 'RateLimit-Policy': '"a";q=9;w=60' };
      return { status: headers ? 200 : 429, headers: { ...policy, ...headers } };
    };
    const [one] = await gateways(1, { limit: 9, instead });
    // Of two at a time the sixth is not answered before the others.
    const burst = (clients: number) =>
      hyperdrive(`burst falcon --http ${one!.url} --count 6 --clients ${clients}`);
    expect((await burst(2)).text).toContain('overtake each other');
  });

  it('says nothing of it where one asks at a time: something came back meanwhile', async () => {
    const instead: GatewayOptions['instead'] = (request) => ({
      status: 200,
      headers: { 'RateLimit-Policy': '"a";q=9;w=60', RateLimit: `"a";r=${request};t=9` },
    });
    const [one] = await gateways(1, { limit: 9, instead });
    const { text } = await hyperdrive(`burst falcon --http ${one!.url} --count 6 --clients 1`);
    expect(text).not.toContain('overtake');
  });

  it('goes on where one of the gateways does not answer, and tells which', async () => {
    const [here, gone] = await gateways(2);
    const where = urls([here!, gone!]);
    await gone!.close();
    const { text } = await hyperdrive(`burst falcon --http ${where} --count 10 --clients 1`);
    expect(text).toMatch(/^falcon · 10 jumps, one after the other to 2 gateways, answered within/);
    expect(text).toMatch(/5 allowed, 0 denied, 5 errors/);
    expect(text).toContain('nothing listens there (5 jumps).');
  });

  it('fails in a line where none does', async () => {
    const all = await gateways(1);
    await all[0]!.close();
    await expect(hyperdrive(`burst falcon --http ${urls(all)} --count 10`)).rejects.toThrow(
      `The gateway does not answer. ${all[0]!.url}/api/resource: nothing listens there. hyperdrive serve starts one.`,
    );
  });

  it('knows in a lesson where its gateways are', async () => {
    const two = await gateways(2);
    const { summary } = await hyperdrive('burst falcon --http --count 4 --json', {
      gateways: () => two.map(({ url }) => url),
    });
    expect(summary['gateways']).toMatchObject(two.map(() => ({ allowed: 2 })));
  });

  it.each([
    ['--http', 'needs to know where'],
    ['--http ', 'is no URL'],
    ['--http 127.0.0.1:8080', 'is no URL'],
    ['--http ftp://127.0.0.1', 'is no URL'],
    ['--http http://ann:secret@127.0.0.1', 'leave the login out'],
    ['--http http://127.0.0.1 --warp', 'which nobody can warp'],
    ['--http http://127.0.0.1 --algorithm gcra', 'leave out --algorithm'],
    ['--http http://127.0.0.1 --script mine.lua', 'leave out --script'],
    ['--http http://127.0.0.1 --limit 5', 'leave out --limit'],
    ['--http http://127.0.0.1 --cost 2', 'says itself what a request costs'],
    ['--http http://127.0.0.1 --key-header a:b', 'is no name of a header'],
    ['--key-header x-ship', 'add --http'],
    ['--headers', 'add --http'],
  ])('refuses %s', async (options, message) => {
    const run = hyperdrive(`burst falcon ${options}`);
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(message);
  });
});
