import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GcraModel } from '../../src/challenge/models/gcra.ts';
import { LeakyBucketQueueModel } from '../../src/challenge/models/leaky-bucket-queue.ts';
import type { Answer } from '../../src/gateway/answer.ts';
import { makeLocalLimiter } from '../../src/gateway/local-limiter.ts';
import { ask as askModel } from '../lua/plans.ts';
import { FakeTime } from './fake-time.ts';
import { ask, policy } from './policies.ts';

const drives = fc.record({
  limit: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 2 ** 30 })),
  periodMs: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 86_400_000 })),
  capacity: fc.integer({ min: 1, max: 15 }),
});
const moves = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 40 }), cost: fc.integer({ min: 0, max: 6 }) }),
  { minLength: 1, maxLength: 30 },
);

/** What one policy's answer says, in the words of the contract. */
function told({ allowed, standings: [standing], delayMs }: Answer) {
  const { policy: _, ...numbers } = standing!;
  return { allowed, ...numbers, ...(delayMs !== undefined && { delayMs }) };
}

describe('the limiter of this process', () => {
  it.each([
    ['gcra', () => new GcraModel()],
    ['leaky-bucket-queue', () => new LeakyBucketQueueModel()],
  ])('is, at the whole limit, exactly the model of %s', async (algorithm, makeModel) => {
    await fc.assert(
      fc.asyncProperty(drives, moves, async (drive, steps) => {
        const time = new FakeTime();
        const decide = makeLocalLimiter({ share: 1, now: time.now });
        const model = makeModel();
        const policies = [policy('api', { algorithm, ...drive })];
        for (const { waitMs, cost } of steps) {
          time.skip(waitMs);
          const due = askModel(model, { ...drive, cost, nowMs: time.now() });
          expect(told(decide(ask(policies, cost)))).toEqual(due);
        }
      }),
    );
  });

  const admitted = (share: number, limit: number) => {
    const decide = makeLocalLimiter({ share, now: () => 0 });
    const policies = [policy('api', { limit })];
    return Array.from({ length: 2 * limit }, () => decide(ask(policies))).filter(({ allowed }) => allowed)
      .length;
  };

  it.each([
    [0.5, 10, 5],
    [0.5, 5, 2],
    [0.29, 100, 29],
    [1 / 3, 9, 3],
    [0.01, 10, 1],
  ])('at a share of %d of %d admits %d', (share, limit, due) => {
    expect(admitted(share, limit)).toBe(due);
  });

  it('what costs more than the share holds passes when the bucket is full, and is paid back', () => {
    const time = new FakeTime();
    const decide = makeLocalLimiter({ share: 0.5, now: time.now });
    const policies = [policy('api', { limit: 10, periodMs: 1_000 })];
    expect(told(decide(ask(policies, 8)))).toMatchObject({ allowed: true, resetAfterMs: 1_600 });
    expect(told(decide(ask(policies, 8)))).toMatchObject({ allowed: false, retryAfterMs: 1_600 });
    expect(told(decide(ask(policies, 1)))).toMatchObject({ allowed: false, retryAfterMs: 800 });
    expect(told(decide(ask(policies, 11)))).toMatchObject({ allowed: false, retryAfterMs: -1 });
    time.skip(1_600);
    expect(decide(ask(policies, 8)).allowed).toBe(true);
  });

  it('of several, charges all or none, and names the one that takes longest', () => {
    const decide = makeLocalLimiter({ share: 1, now: () => 0 });
    const policies = [
      policy('second', { limit: 2, periodMs: 1_000 }),
      policy('day', { limit: 3, periodMs: 86_400_000, by: 'everyone' }),
    ];
    const answers = ['ann', 'ann', 'ann', 'bob', 'bob'].map((caller) => decide(ask(policies, 1, caller)));
    expect(answers.map(({ allowed, deniedBy }) => [allowed, deniedBy])).toEqual([
      [true, null],
      [true, null],
      [false, 'second'],
      [true, null],
      [false, 'day'],
    ]);
    const remaining = answers.map(({ standings }) => standings.map((one) => one.remaining));
    expect(remaining).toEqual([
      [1, 2],
      [0, 1],
      [0, 1],
      [1, 0],
      [1, 0],
    ]);
    expect(answers[4]!.retryAfterMs).toBe(28_800_000);
  });

  it('forgets whom it has not seen for longest', () => {
    const decide = makeLocalLimiter({ share: 1, now: () => 0, most: 2 });
    const one = (caller: string) => decide(ask([policy('api', { limit: 1 })], 1, caller)).allowed;
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(one)).toEqual([true, true, false, true, false, true]);
  });
});
