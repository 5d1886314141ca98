import fc from 'fast-check';
import { parseList, type Item } from 'structured-headers';
import { describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import type { Verdict } from '../../src/gateway/decider.ts';
import { fieldNames, limitFields } from '../../src/gateway/fields.ts';
import { answerTo } from '../../src/gateway/http-answer.ts';
import { policyOf, standingOf, verdictOf } from '../support/gateway.ts';

describe('the fields of an answer', () => {
  const policy = policyOf('per-minute');

  it('are written as in the draft', () => {
    const verdict = verdictOf({ standings: [standingOf(policy)] });
    expect(limitFields(verdict, [policy])).toEqual({
      'RateLimit-Policy': '"per-minute";q=10;w=60',
      RateLimit: '"per-minute";r=9;t=6',
      'Hyperdrive-Decided-By': 'engine',
    });
  });

  it('tell the size of a bucket that is not the limit, and no window in fractions of a second', () => {
    const bucket = policyOf('bucket', { algorithm: 'token-bucket', capacity: 25, periodMs: 1_500 });
    expect(limitFields(verdictOf(), [bucket])[fieldNames.policy]).toBe('"bucket";q=10;hyperdrive-burst=25');
  });

  it('tell no t where the limit is full: nothing more can come', () => {
    const full = standingOf(policy, { remaining: 10, resetAfterMs: 0 });
    expect(limitFields(verdictOf({ standings: [full] }), [policy])[fieldNames.limit]).toBe(
      '"per-minute";r=10',
    );
  });

  it('tell when a bucket has its next unit, and when a window ends', () => {
    const of = (algorithm: string) => {
      const policy = policyOf('p', { algorithm });
      const standing = standingOf(policy, { remaining: 4, resetAfterMs: 33_500 });
      return limitFields(verdictOf({ standings: [standing] }), [policy])[fieldNames.limit];
    };
    // 5.6 units are missing, one every 6 s: the next comes after 0.6 of them.
    expect(of('token-bucket')).toBe('"p";r=4;t=4');
    expect(of('fixed-window')).toBe('"p";r=4;t=34');
  });

  it('tell when a process that decides alone is full again: its share of the limit is not known here', () => {
    const standing = standingOf(policy, { remaining: 1, resetAfterMs: 30_000 });
    const verdict = verdictOf({ by: 'local', standings: [standing] });
    expect(limitFields(verdict, [policy])[fieldNames.limit]).toBe('"per-minute";r=1;t=30');
  });

  it('round a wait up, and tell of the limits that denied alone when they have more', () => {
    const day = policyOf('day', { periodMs: 86_400_000 });
    const verdict = verdictOf({
      allowed: false,
      deniedBy: 'per-minute',
      retryAfterMs: 2_001,
      standings: [
        standingOf(policy, { remaining: 0, retryAfterMs: 2_001, resetAfterMs: 56_001 }),
        standingOf(day, { remaining: 3, resetAfterMs: 50_000_000 }),
      ],
    });
    expect(limitFields(verdict, [policy, day])).toMatchObject({
      RateLimit: '"per-minute";r=0;t=3, "day";r=3',
      'Retry-After': '3',
    });
  });

  it('tell no Retry-After where no wait helps, and the body says so', () => {
    const standings = [standingOf(policy, { remaining: 10, retryAfterMs: -1, resetAfterMs: 0 })];
    const verdict = verdictOf({ allowed: false, deniedBy: 'per-minute', retryAfterMs: -1, standings });
    const asked = { path: '/x', caller: 'ab', instance: 1 };
    const { status, headers, body } = answerTo(asked, verdict, { path: '/*', cost: 11, policies: [policy] });
    expect(status).toBe(429);
    expect(headers).not.toHaveProperty('Retry-After');
    expect(body['detail']).toBe(
      'A request of cost 11 can never be admitted: do not try it again. per-minute never holds more than 10.',
    );
    expect(body['violated-policies']).toEqual(['per-minute']);
  });

  it('tell the policies, and nothing of how they stand, where nobody decided', () => {
    expect(limitFields(verdictOf({ by: 'open', trouble: 'away' }), [policy])).toEqual({
      'RateLimit-Policy': '"per-minute";q=10;w=60',
      'Hyperdrive-Decided-By': 'open',
    });
  });
});

const whole = (least: number, most = 2 ** 52) => fc.integer({ min: least, max: most });
const names = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/);
const policies = fc.record({
  name: names,
  by: fc.constant('caller' as const),
  drive: fc
    .record({
      algorithm: fc.constantFrom(...correct.map(({ name }) => name)),
      limit: whole(1),
      periodMs: whole(1),
      capacity: fc.option(whole(1), { nil: undefined }),
    })
    .map(({ capacity, ...drive }) => ({ ...drive, ...(capacity !== undefined && { capacity }) })),
});
const standings = fc.record({
  policy: policies,
  remaining: whole(0),
  retryAfterMs: fc.oneof(fc.constant(0), fc.constant(-1), whole(1)),
  resetAfterMs: whole(0),
});

/** A verdict whose parts agree, as every decider's do. */
const verdicts: fc.Arbitrary<Verdict> = fc.array(standings, { minLength: 1, maxLength: 4 }).map((all) => {
  const waits = all.map(({ retryAfterMs }) => retryAfterMs);
  const longest = waits.includes(-1) ? -1 : Math.max(...waits);
  const consistent = all.map((one) => ({
    ...one,
    resetAfterMs: Math.max(one.resetAfterMs, one.retryAfterMs),
  }));
  const denier = consistent.find(({ retryAfterMs }) => retryAfterMs === longest)!;
  return verdictOf({
    allowed: longest === 0,
    standings: consistent,
    retryAfterMs: longest,
    deniedBy: longest === 0 ? null : denier.policy.name,
  });
});

/** A member of a list: its text, and its parameters. */
function members(field: string): { name: string; parameters: Map<string, unknown> }[] {
  return (parseList(field) as Item[]).map(([name, parameters]) => ({ name: String(name), parameters }));
}

describe('whatever the verdict, the fields', () => {
  it('parse as structured fields, and agree with it and with the body', () => {
    fc.assert(
      fc.property(verdicts, (verdict) => {
        const told = verdict.standings.map(({ policy }) => policy);
        const route = { path: '/*', cost: 1, policies: told };
        const { status, headers, body } = answerTo({ path: '/', caller: 'c', instance: 1 }, verdict, route);
        const policyItems = members(headers[fieldNames.policy]!);
        const limitItems = members(headers[fieldNames.limit]!);
        expect(policyItems.map(({ name }) => name)).toEqual(told.map(({ name }) => name));
        expect(limitItems.map(({ name }) => name)).toEqual(told.map(({ name }) => name));
        const largest = 999_999_999_999_999;
        expect(limitItems.map(({ parameters }) => parameters.get('r'))).toEqual(
          verdict.standings.map(({ remaining }) => Math.min(remaining, largest)),
        );
        expect(body['standings']).toHaveLength(told.length);

        const retry = headers[fieldNames.retry];
        const ends = limitItems.map(({ parameters }) => Number(parameters.get('t') ?? 0));
        expect(status).toBe(verdict.allowed ? 200 : 429);
        expect(retry === undefined).toBe(verdict.allowed || verdict.retryAfterMs < 0);
        if (retry === undefined) return;
        expect(retry).toMatch(/^[1-9]\d*$/);
        expect(Number(retry) * 1_000).toBeGreaterThanOrEqual(Math.min(verdict.retryAfterMs, largest));
        expect(Number(retry) * 1_000).toBeLessThan(verdict.retryAfterMs + 1_000);
        expect(Math.max(...ends)).toBeLessThanOrEqual(Number(retry));
        expect(body['violated-policies']).toContain(verdict.deniedBy);
      }),
      { numRuns: 500 },
    );
  });
});
