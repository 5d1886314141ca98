import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpClient } from '../../src/gateway/client.ts';
import { httpBurst, type HttpBurstOptions } from '../../src/gateway/http-burst.ts';
import { decidedBy, latencyOf, sharesOf } from '../../src/gateway/shares.ts';

const [a, b] = ['http://a.test/api/resource', 'http://b.test/api/resource'] as const;
const urls = [new URL(a), new URL(b)];
const ok: HttpAnswer = { status: 200, headers: {} };
const no: HttpAnswer = { status: 429, headers: { 'retry-after': '2' } };
const silent: HttpAnswer = { status: null, trouble: 'nothing listens there' };

/** Gateways that answer as told, each request `tookMs` after it came, by a clock that only they and sleep move. */
function world(answers: (url: string, request: number) => HttpAnswer, tookMs = 5) {
  let nowMs = 100;
  const asked: { url: string; atMs: number; headers: unknown }[] = [];
  const http: HttpClient = {
    async get({ href }, headers) {
      asked.push({ url: href, atMs: nowMs - 100, headers });
      nowMs += tookMs;
      return answers(href, asked.length);
    },
    close: () => {},
  };
  const send = (count: number, more: Partial<HttpBurstOptions> = {}) =>
    httpBurst(http, {
      urls,
      headers: { 'x-api-key': 'enterprise' },
      arrivals: Array.from({ length: count }, (_, i) => ({ atMs: i * 1_000, cost: 1 })),
      clients: 1,
      now: () => nowMs,
      sleep: async (ms) => void (nowMs += ms),
      ...more,
    });
  return { asked, send };
}

describe('a burst over HTTP', () => {
  it('asks the gateways in turn, each jump when it is due', async () => {
    const { asked, send } = world(() => ok);
    await send(4);
    expect(asked.map(({ url, atMs }) => [url, atMs])).toEqual([
      [a, 0],
      [b, 1_000],
      [a, 2_000],
      [b, 3_000],
    ]);
    expect(asked[0]!.headers).toEqual({ 'x-api-key': 'enterprise' });
  });

  it('tells of each jump where it went, when its answer came, and how long that took', async () => {
    const { jumps } = await world((url) => (url === a ? ok : no), 2.5004).send(2);
    expect(jumps).toEqual([
      {
        jump: 1, client: 1, gateway: 1, allowed: true, remaining: null, resetAfterMs: null, retryAfterMs: 0,
        calls: 1, atMs: 2, dueMs: 0, cost: 1, tookMs: 2.5,
      },
      {
        jump: 2, client: 1, gateway: 2, allowed: false, remaining: null, resetAfterMs: null, retryAfterMs: 2_000,
        calls: 1, atMs: 1_002, dueMs: 1_000, cost: 1, tookMs: 2.5,
      },
    ]); // prettier-ignore
  });

  it('goes on where one gateway is silent, and counts what it lost', async () => {
    const progress: number[] = [];
    const burst = await world((url) => (url === a ? ok : silent)).send(5, {
      progress: (done) => progress.push(done),
    });
    expect(progress).toEqual([1, 2, 3, 4, 5]);
    expect(burst.jumps.map(({ jump }) => jump)).toEqual([1, 3, 5]);
    expect(burst.lost[0]).toEqual({
      jump: 2,
      client: 1,
      gateway: 2,
      atMs: 1_005,
      trouble: 'nothing listens there',
    });
    expect(sharesOf(burst, urls)).toEqual([
      { url: a, allowed: 3, denied: 0, errors: 0, troubles: [] },
      { url: b, allowed: 0, denied: 0, errors: 2, troubles: [{ what: 'nothing listens there', jumps: 2 }] },
    ]);
  });

  it('goes on where all fall silent that have answered before', async () => {
    const burst = await world((_, request) => (request === 1 ? ok : silent)).send(6);
    expect([burst.jumps.length, burst.lost.length]).toEqual([1, 5]);
  });

  it('ends where nobody has answered, at the first try of the last of them', async () => {
    const { asked, send } = world(() => silent);
    await expect(send(50)).rejects.toThrow(
      `No gateway answers. ${a}: nothing listens there; ${b}: nothing listens there. hyperdrive serve starts one.`,
    );
    expect(asked).toHaveLength(2);
  });

  it('counts a status that decides nothing as an error of a gateway that is there', async () => {
    const burst = await world(() => ({ status: 503, headers: {} })).send(4);
    expect(sharesOf(burst, urls)).toMatchObject([
      { errors: 2, troubles: [{ what: 'status 503', jumps: 2 }] },
      { errors: 2, troubles: [{ what: 'status 503', jumps: 2 }] },
    ]);
  });

  it('tells each limit once, and who decided', async () => {
    const policies = '"second";q=5;w=1, "day";q=100;w=86400';
    const burst = await world((url) => ({
      status: 200,
      headers: { 'ratelimit-policy': policies, ...(url === a && { 'hyperdrive-decided-by': 'engine' }) },
    })).send(3);
    expect(burst.policies).toEqual([
      { name: 'second', limit: 5, periodMs: 1_000 },
      { name: 'day', limit: 100, periodMs: 86_400_000 },
    ]);
    expect(decidedBy(burst)).toEqual({ engine: 2 });
  });

  it('measures latency by nearest rank', async () => {
    const burst = await world(() => ok).send(200);
    for (const [i, jump] of burst.jumps.entries()) jump.tookMs = 200 - i;
    expect(latencyOf(burst)).toEqual({ p50: 100, p99: 198, max: 200 });
    expect(latencyOf({ ...burst, jumps: [] })).toBeNull();
  });
});
