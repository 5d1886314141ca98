import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/gateway/read-answer.ts';

const read = (status: number, headers: Record<string, string> = {}) => readAnswer({ status, headers });

describe('what a gateway answers', () => {
  it('is a decision with the numbers of its headers', () => {
    const headers = { ratelimit: '"default";r=4;t=30', 'ratelimit-policy': '"default";q=5;w=60' };
    expect(read(200, headers)).toEqual({
      decision: { allowed: true, remaining: 4, resetAfterMs: 30_000, retryAfterMs: 0 },
      policies: [{ name: 'default', limit: 5, periodMs: 60_000 }],
      by: null,
      trouble: null,
    });
    expect(read(429, { ...headers, ratelimit: '"default";r=0;t=12', 'retry-after': '15' }).decision).toEqual({
      allowed: false,
      remaining: 0,
      resetAfterMs: 12_000,
      retryAfterMs: 15_000,
    });
  });

  it('of several limits has what is left of the tightest', () => {
    const ratelimit = '"day";r=7;t=7200, "second";r=2;t=1, "user";r=2;t=9';
    expect(read(200, { ratelimit }).decision).toMatchObject({ remaining: 2, resetAfterMs: 9_000 });
  });

  it.each([
    ['no header', {}],
    ['a number with a point', { ratelimit: '"default";r=4.0;t=1.5' }],
    ['a number below 0', { ratelimit: '"default";r=-1;t=-1' }],
    ['other parameters', { ratelimit: '"default";left=4' }],
  ])('with %s leaves untold what is left', (_, headers: Record<string, string>) => {
    const { decision, trouble } = read(200, headers);
    expect(decision).toEqual({ allowed: true, remaining: null, resetAfterMs: null, retryAfterMs: 0 });
    expect(trouble).toBeNull();
  });

  it('of which a header cannot be read is a decision all the same', () => {
    const { decision, trouble } = read(429, {
      ratelimit: 'limit=5, remaining=0',
      'ratelimit-policy': '"a";',
    });
    expect(decision).toEqual({ allowed: false, remaining: null, resetAfterMs: null, retryAfterMs: null });
    expect(trouble).toBe('RateLimit and RateLimit-Policy cannot be read');
  });

  it('names a limit by its text and its quota; its period may be its own affair', () => {
    const policies = '"day";q=100, token;q=5, "no quota";w=60, "burst";q=10;w=60;hyperdrive-burst=20';
    expect(read(200, { 'ratelimit-policy': policies }).policies).toEqual([
      { name: 'day', limit: 100, periodMs: null },
      { name: 'burst', limit: 10, periodMs: 60_000, capacity: 20 },
    ]);
  });

  it('tells who decided', () => {
    expect(read(200, { 'hyperdrive-decided-by': 'local' }).by).toBe('local');
  });

  it.each([301, 404, 500, 503])('with status %i is no decision', (status) => {
    expect(read(status, { ratelimit: '"default";r=4' })).toMatchObject({
      decision: null,
      trouble: `status ${status}`,
    });
  });

  it('that is none is no decision either', () => {
    expect(readAnswer({ status: null, trouble: 'it hung up' })).toMatchObject({
      decision: null,
      trouble: 'it hung up',
    });
  });

  it.each(['Wed, 21 Oct 2015 07:28:00 GMT', '-1', '1.5', ''])(
    'does not tell when to come back with %j',
    (text) => {
      expect(read(429, { 'retry-after': text }).decision!.retryAfterMs).toBeNull();
    },
  );
});
