import { describe, expect, it } from 'vitest';
import {
  countingDecider,
  deciderOf,
  gatewayOf,
  policyOf,
  standingOf,
  verdictOf,
} from '../support/gateway.ts';

const frozen = () => 0;

describe('a request', () => {
  it('is answered with 200 until the limit is used up, then with 429, whatever its method and path', async () => {
    const routes = [{ path: '/*', cost: 1, policies: [policyOf('five', { limit: 5 })] }];
    const app = gatewayOf(countingDecider(frozen), { routes });
    const asked = [
      ['GET', '/api/resource'],
      ['POST', '/'],
      ['PROPFIND', '/x'],
      ['QUERY', '/%zz?'],
      ['HEAD', `/${'long/'.repeat(300)}`],
      ['DELETE', '/healthz'],
    ] as const;
    const statuses: number[] = [];
    for (const [method, url] of asked)
      statuses.push((await app.inject({ method: method as 'GET', url })).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('may have any body: it is not read', async () => {
    const app = gatewayOf(countingDecider(frozen));
    for (const type of ['application/json', 'no type at all', 'multipart/form-data']) {
      const headers = { 'content-type': type };
      const { statusCode } = await app.inject({ method: 'POST', url: '/x', headers, payload: '{"broken' });
      expect(statusCode).toBe(200);
    }
  });

  it('is told how it stands, and by whom it was decided', async () => {
    const app = gatewayOf(countingDecider(frozen), { instance: 3 });
    const { headers, body } = await app.inject('/api?secret=1');
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ratelimit: '"default";r=9;t=6',
      'hyperdrive-decided-by': 'engine',
    });
    expect(JSON.parse(body)).toEqual({
      path: '/api',
      caller: expect.stringMatching(/^[0-9a-f]{32}$/),
      instance: 3,
      allowed: true,
      decidedBy: 'engine',
      cost: 1,
      standings: [
        {
          policy: 'default',
          by: 'caller',
          algorithm: 'gcra',
          limit: 10,
          periodMs: 60_000,
          remaining: 9,
          retryAfterMs: 0,
          resetAfterMs: 6_000,
        },
      ],
    });
  });

  it('is denied as a problem that names the limit', async () => {
    const routes = [{ path: '/*', cost: 4, policies: [policyOf('five', { limit: 5, periodMs: 50_000 })] }];
    const app = gatewayOf(countingDecider(frozen), { routes });
    await app.inject('/');
    await app.inject('/x');
    const { statusCode, headers, body } = await app.inject('/x');
    expect(statusCode).toBe(429);
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'retry-after': '30',
      ratelimit: '"five";r=1;t=10',
    });
    expect(JSON.parse(body)).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      status: 429,
      detail: 'Try again in 30 s.',
      'violated-policies': ['five'],
      retryAfterMs: 30_000,
    });
  });

  it('that nobody could decide is let through as such, or refused as a lack of capacity', async () => {
    const open = gatewayOf(deciderOf(() => verdictOf({ by: 'open', trouble: 'away' })));
    const through = await open.inject('/x');
    expect([through.statusCode, through.headers['hyperdrive-decided-by']]).toEqual([200, 'open']);
    expect(through.headers).not.toHaveProperty('ratelimit');

    const closed = gatewayOf(deciderOf(() => verdictOf({ allowed: false, by: 'closed', trouble: 'away' })));
    const refused = await closed.inject('/x');
    expect([refused.statusCode, refused.headers['hyperdrive-decided-by']]).toEqual([503, 'closed']);
    expect(refused.headers).not.toHaveProperty('retry-after');
    expect(refused.json()).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#temporary-reduced-capacity',
      status: 503,
    });
  });

  it('that a queue admits is held until its turn', async () => {
    const held: number[] = [];
    const sleep = async (ms: number) => void held.push(ms);
    const policy = policyOf('queue', { algorithm: 'leaky-bucket-queue' });
    const decider = deciderOf(() => verdictOf({ standings: [standingOf(policy)], delayMs: 1_500 }));
    const { body } = await gatewayOf(decider, { sleep }).inject('/x');
    expect(held).toEqual([1_500]);
    expect(JSON.parse(body)).toMatchObject({ delayMs: 1_500 });
  });

  it('that no route matches is not limited', async () => {
    const routes = [{ path: '/api/*', cost: 1, policies: [policyOf('none', { limit: 1 })] }];
    const app = gatewayOf(countingDecider(frozen), { routes });
    for (let i = 0; i < 3; i++) {
      const { statusCode, headers } = await app.inject('/other');
      expect(statusCode).toBe(200);
      expect(headers).not.toHaveProperty('ratelimit-policy');
    }
  });
});

describe('its own paths', () => {
  const one = [{ path: '/*', cost: 1, policies: [policyOf('one', { limit: 1 })] }];

  it('are never limited', async () => {
    const app = gatewayOf(countingDecider(frozen), { routes: one });
    for (const path of [
      '/',
      '/metrics',
      '/healthz',
      '/look?path=/x',
      '/',
      '/metrics',
      '/healthz?%zz',
      '/healthz?%zz',
    ])
      for (const method of ['GET', 'HEAD'] as const)
        expect((await app.inject({ method, url: path })).statusCode).toBe(200);
  });

  it('/look tells how a caller stands, and takes nothing', async () => {
    const app = gatewayOf(countingDecider(frozen), { routes: one });
    const look = () => app.inject('/look?path=/x');
    expect((await look()).headers['ratelimit']).toBe('"one";r=1');
    expect((await look()).headers['ratelimit']).toBe('"one";r=1');
    await app.inject('/x');
    const after = await look();
    expect([after.statusCode, after.headers['ratelimit']]).toEqual([200, '"one";r=0;t=60']);
    expect(after.headers).not.toHaveProperty('retry-after');
    // A look would be told to come back at once, next to a header that says 60 seconds.
    expect(after.json().standings).toEqual([
      {
        policy: 'one',
        by: 'caller',
        algorithm: 'gcra',
        limit: 1,
        periodMs: 60_000,
        remaining: 0,
        resetAfterMs: 60_000,
      },
    ]);
  });

  it('/healthz is 503 only where every request would be refused', async () => {
    const away = {
      ...countingDecider(frozen),
      health: () => ({ engine: 'down' as const, since: 5, trouble: 'gone' }),
    };
    const health = async (onError: 'open' | 'closed' | 'local') => {
      const { statusCode, body } = await gatewayOf(away, { onError }).inject('/healthz');
      return [statusCode, JSON.parse(body)];
    };
    const facts = { instance: 1, engine: 'down', since: 5, trouble: 'gone' };
    expect(await health('local')).toEqual([200, { ...facts, status: 'degraded', onError: 'local' }]);
    expect(await health('open')).toEqual([200, { ...facts, status: 'degraded', onError: 'open' }]);
    expect(await health('closed')).toEqual([503, { ...facts, status: 'unavailable', onError: 'closed' }]);
  });

  it('/metrics counts by policy, and names nobody', async () => {
    const app = gatewayOf(countingDecider(frozen), { routes: one });
    const headers = { 'x-api-key': 'my-secret-key' };
    const [first] = [
      await app.inject({ url: '/private', headers }),
      await app.inject({ url: '/private', headers }),
    ];
    const { body } = await app.inject('/metrics');
    expect(body).toContain(
      'hyperdrive_gateway_decisions_total{policy="one",outcome="allowed",by="engine"} 1',
    );
    expect(body).toContain('hyperdrive_gateway_decisions_total{policy="one",outcome="denied",by="engine"} 1');
    expect(body).toContain('hyperdrive_gateway_errors_total{policy="one"} 0');
    expect(body).toContain('hyperdrive_gateway_decision_seconds_count{policy="one"} 2');
    expect(body).toContain('hyperdrive_gateway_engine_up 1');
    for (const private_ of [
      'my-secret-key',
      '/private',
      '127.0.0.1',
      first!.json<{ caller: string }>().caller,
    ])
      expect(body).not.toContain(private_);
  });

  it('/ loads nothing from anywhere, and lets nothing in', async () => {
    const routes = [{ path: '/a"><script>b/*', cost: 1, policies: [policyOf()] }];
    const { headers, body } = await gatewayOf(countingDecider(frozen), { routes }).inject('/');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; connect-src 'self'; img-src data:;/,
    );
    expect(body).not.toMatch(/https?:|\/\//);
    expect(body.match(/<script/g)).toHaveLength(1);
  });
});
