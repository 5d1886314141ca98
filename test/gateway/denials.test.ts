import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { correct } from '../../src/algorithms/index.ts';
import { models } from '../../src/challenge/models/index.ts';
import type { Answer } from '../../src/gateway/answer.ts';
import { longestNeverMs, makeDenials, type Denials } from '../../src/gateway/denials.ts';
import { ask as askModel } from '../lua/plans.ts';
import { FakeTime } from './fake-time.ts';
import { ask, policy } from './policies.ts';

const api = policy('api');

function denial(retryAfterMs: number, resetAfterMs = 9_000): Answer {
  const standings = [{ policy: api, remaining: 0, retryAfterMs, resetAfterMs }];
  return { allowed: false, standings, deniedBy: 'api', retryAfterMs };
}

describe('remembered denials', () => {
  let time: FakeTime;
  let denials: Denials;
  beforeEach(() => {
    time = new FakeTime();
    denials = makeDenials({ now: time.now });
  });
  const learn = (answer: Answer, cost = 1, askedMs = time.now()) =>
    denials.learn('k', ask([api], cost), answer, askedMs);
  const recall = (cost = 1) => denials.recall('k', ask([api], cost));

  it('counts the waits down, and forgets just before the jump would be admitted', () => {
    learn(denial(100, 250));
    time.skip(30);
    expect(recall()).toMatchObject({
      by: 'remembered',
      allowed: false,
      deniedBy: 'api',
      retryAfterMs: 70,
      standings: [{ retryAfterMs: 70, resetAfterMs: 220 }],
    });
    time.skip(68);
    expect(recall()).toMatchObject({ retryAfterMs: 2 });
    // The server's ms may have begun almost a ms before it was asked.
    time.skip(1);
    expect(recall()).toBeNull();
  });

  it('is certain from when it was asked, and promises from when it was heard', () => {
    learn(denial(100), 1, time.now() - 40);
    expect(recall()).toMatchObject({ retryAfterMs: 100 });
    time.skip(59);
    expect(recall()).toBeNull();
  });

  it('asks the engine for another cost than what was denied: less may pass, and more must wait longer', () => {
    learn(denial(100), 3);
    expect([0, 1, 2, 3, 4, 6].filter((cost) => recall(cost))).toEqual([3]);
  });

  it('asks the engine again when less was admitted, which puts off what was denied; a look does not', () => {
    const admitted = { ...denial(0), allowed: true, deniedBy: null };
    learn(denial(100), 3);
    learn(admitted, 0);
    expect(recall(3)).toMatchObject({ retryAfterMs: 100 });
    learn(admitted, 1);
    expect(recall(3)).toBeNull();
  });

  it('keeps a never for a while only', () => {
    learn(denial(-1), 6);
    time.skip(longestNeverMs - 1);
    expect(recall(6)).toMatchObject({ retryAfterMs: -1, standings: [{ retryAfterMs: -1 }] });
    time.skip(1);
    expect(recall(6)).toBeNull();
  });

  it('holds no more than it may', () => {
    const few = makeDenials({ now: time.now, most: 2 });
    for (const key of ['a', 'b', 'c']) few.learn(key, ask([api]), denial(100), time.now());
    const known = ['a', 'b', 'c'].filter((key) => few.recall(key, ask([api])));
    expect(known).toEqual(['b', 'c']);
  });

  it('forgets everything when it is told to', () => {
    learn(denial(100));
    denials.clear();
    expect(recall()).toBeNull();
  });

  it.each(correct)('with $name decides exactly as without it', ({ name }) => {
    const { limit, periodMs } = { limit: 5, periodMs: 60 };
    const policies = [policy('api', { algorithm: name, limit, periodMs })];
    const moves = fc.array(
      fc.record({ waitMs: fc.integer({ min: 0, max: 25 }), cost: fc.integer({ min: 0, max: 7 }) }),
      { minLength: 1, maxLength: 60 },
    );
    let recalled = 0;
    fc.assert(
      fc.property(moves, (steps) => {
        const clock = new FakeTime();
        const memory = makeDenials({ now: clock.now });
        const [engine, alone] = [models[name]!.model(), models[name]!.model()];
        for (const { waitMs, cost } of steps) {
          clock.skip(waitMs);
          const call = { limit, periodMs, cost, nowMs: clock.now() };
          const due = askModel(alone, call);
          const remembered = memory.recall('k', ask(policies, cost));
          if (remembered) {
            recalled++;
            expect(due.allowed).toBe(false);
            expect(remembered.retryAfterMs).toBe(due.retryAfterMs);
            continue;
          }
          const { allowed, retryAfterMs, remaining, resetAfterMs } = askModel(engine, call);
          expect({ allowed, retryAfterMs, remaining, resetAfterMs }).toMatchObject({
            allowed: due.allowed,
            retryAfterMs: due.retryAfterMs,
            remaining: due.remaining,
            resetAfterMs: due.resetAfterMs,
          });
          const standings = [
            {
              policy: policies[0]!,
              remaining: remaining!,
              retryAfterMs: retryAfterMs!,
              resetAfterMs: resetAfterMs!,
            },
          ];
          const answer = {
            allowed,
            standings,
            deniedBy: allowed ? null : 'api',
            retryAfterMs: retryAfterMs!,
          };
          memory.learn('k', ask(policies, cost), answer, clock.now());
        }
      }),
    );
    expect(recalled).toBeGreaterThan(0);
  });
});
