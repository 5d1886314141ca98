import { describe, expect, it } from 'vitest';
import { flawed } from '../../src/algorithms/flawed/index.ts';
import { algorithms, correct } from '../../src/algorithms/index.ts';
import type { AttackCall } from '../../src/challenge/convention.ts';
import { specimenOfAlgorithm } from '../../src/challenge/gallery.ts';
import { attackModels } from '../../src/challenge/models/index.ts';
import { UsageError } from '../../src/errors.ts';
import { makeScripts } from '../../src/limiter/script.ts';
import { readLua } from '../lua/trace.ts';

const specimenOf = (name: string) =>
  specimenOfAlgorithm(name, `${name}.lua`, makeScripts(name, readLua(name)));
const conventionOf = (name: string) => specimenOf(name).convention;

const call = (change: Partial<AttackCall> = {}): AttackCall => ({
  drive: { limit: 5, periodMs: 60_000 },
  cost: 1,
  nowMs: 1_700_000_060_999,
  heldMs: 1_700_000_000_999,
  id: 'jump-1',
  tags: {},
  ...change,
});

describe('a packaged script under the contract', () => {
  it.each(correct)('$name promises itself, and all of the contract', ({ name, bucket, delays }) => {
    const { promises, model, reference, file, scripts, convention } = specimenOf(name);
    expect({ promises, reference, file }).toEqual({ promises: name, reference: name, file: `${name}.lua` });
    expect(model).toBe(attackModels[name]);
    expect(scripts).toHaveLength(1);
    expect(convention).toMatchObject({ contract: true, capacity: bucket });
    expect(convention.tells.includes('delayMs')).toBe(delays === true);
  });

  it('is called at the instant it is given, or at none', () => {
    const { args, keys } = conventionOf('token-bucket');
    expect(args(call())).toEqual(['5', '60000', '1', '1700000060999']);
    expect(args(call({ nowMs: null, heldMs: null, cost: 0 }))).toEqual(['5', '60000', '0', '']);
    expect(args(call({ drive: { limit: 5, periodMs: 1, capacity: 9 } })).at(-1)).toBe('9');
    expect(keys('k', {})).toEqual(['k']);
  });
});

describe('a flawed script', () => {
  it.each(flawed)('$name promises what it fails at', ({ name, flaw }) => {
    const { promises, model, reference, scripts, convention } = specimenOf(name);
    expect(promises).toBe(flaw!.promises ?? flaw!.instead);
    expect(reference).toBe(flaw!.instead);
    expect(model).toBe(attackModels[promises]);
    expect(scripts.length > 1).toBe(convention.next !== undefined);
    expect(convention.contract).toBe(false);
  });

  it.each(flawed)('$name can be called with what its trace needs', ({ name, flaw, refuses }) => {
    const { costs, periodStepMs, ...convention } = conventionOf(name);
    const { drive, trace } = flaw!;
    expect(drive.periodMs % periodStepMs).toBe(0);
    for (const { cost = 1 } of trace) {
      expect(costs || cost === 1).toBe(true);
      expect(convention.refuses!(drive, cost)).toBeNull();
      expect(refuses?.({ algorithm: name, ...drive }, cost) ?? null).toBeNull();
    }
    for (const { told } of trace) if (told) expect(convention.tells).toContain(told.field);
  });

  it('has the convention that its declaration makes', () => {
    const lines = flawed.map(({ name }) => {
      const { clock, clockIsAttacked, costs, capacity, tells, waitStepMs, periodStepMs } = conventionOf(name);
      const words = [
        `${clock}${clockIsAttacked ? '!' : ''}`,
        costs && 'costs',
        capacity && 'capacity',
        `tells ${tells.join() || 'nothing'}`,
        waitStepMs > 1 && `waits in ${waitStepMs}`,
        periodStepMs > 1 && `periods in ${periodStepMs}`,
      ];
      return `${name.slice('flawed/'.length)}: ${words.filter(Boolean).join(', ')}`;
    });
    expect(lines).toMatchInlineSnapshot(`
      [
        "timestamp-as-member: caller!, tells remaining,resetAfterMs, waits in 1000, periods in 1000",
        "floored-refill: optional, capacity, tells remaining",
        "undeclared-key: optional, capacity, tells remaining",
        "fixed-ttl: optional, costs, capacity, tells remaining,retryAfterMs,resetAfterMs",
        "whole-seconds: optional, tells remaining, periods in 1000",
        "mixed-units: optional, tells remaining, periods in 1000",
        "incr-then-expire: none, tells remaining, periods in 1000",
        "read-then-write: none, tells remaining, periods in 1000",
        "second-call-remaining: none, tells remaining, periods in 1000",
        "fixed-as-sliding: none, tells remaining,retryAfterMs,resetAfterMs, waits in 1000, periods in 1000",
        "charged-denials: none, tells remaining,retryAfterMs,resetAfterMs, waits in 1000, periods in 1000",
        "client-clock: caller!, costs, capacity, tells remaining, periods in 1000",
        "float-drift: optional, costs, capacity, tells remaining",
        "retry-from-newest: optional, tells remaining,retryAfterMs, waits in 1000, periods in 1000",
        "negative-cost: optional, costs, capacity, tells remaining",
        "impossible-retry: optional, costs, capacity, tells remaining,retryAfterMs,resetAfterMs",
        "rounded-down-retry: optional, tells remaining,retryAfterMs, waits in 1000",
        "fraction-in-reply: optional, costs, capacity, tells remaining,retryAfterMs, waits in 1000",
        "compares-text: none, tells nothing, periods in 1000",
        "zero-ttl: none, tells remaining",
        "expiry-from-caller: caller!, tells remaining",
        "lost-digits: optional, tells remaining",
        "unpadded-micros: optional, tells remaining",
        "charged-cost: optional, costs, capacity, tells remaining",
      ]
    `);
  });

  it('that believes its caller is told the caller’s clock, and where it can be held the true one', () => {
    expect(conventionOf('flawed/timestamp-as-member').args(call())).toEqual(['60', '5', '1700000060']);
    expect(conventionOf('flawed/expiry-from-caller').args(call())).toEqual([
      '5',
      '60000',
      '1700000060999',
      '1700000000999',
    ]);
    expect(conventionOf('flawed/expiry-from-caller').args(call({ heldMs: null }))[3]).toBe('');
  });

  it('of several calls is led through them', () => {
    const { next, read } = conventionOf('flawed/read-then-write');
    expect(next!(call(), ['4'])).toEqual(['5', '60']);
    expect(next!(call(), ['5'])).toBeNull();
    expect(read(['4'], call())).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('says what it cannot do', () => {
    const { refuses } = conventionOf('flawed/charged-denials');
    expect(refuses!({ limit: 1, periodMs: 1_500 }, 1)).toMatch('whole seconds');
    expect(refuses!({ limit: 1, periodMs: 60_000 }, 2)).toMatch('no cost');
    expect(refuses!({ limit: 1, periodMs: 60_000 }, 1)).toBeNull();
  });
});

describe('what a packaged script tells', () => {
  /** Replies of every shape that a declaration can read. */
  const replies = [0, 1].map((allowed) => [allowed, 3, 3, 3, 3]);
  it.each(algorithms)('$name is what its declaration reads', ({ name, read }) => {
    const { tells, waitStepMs } = conventionOf(name);
    const whole = { drive: { algorithm: name, limit: 5, periodMs: 60_000 }, cost: 1, heldMs: 1, callerMs: 1 };
    for (const reply of replies) {
      const decision = read(reply, whole);
      for (const field of ['remaining', 'retryAfterMs', 'resetAfterMs', 'delayMs'] as const)
        expect([field, (decision[field] ?? null) === null]).toEqual([field, !tells.includes(field)]);
      for (const wait of [decision.retryAfterMs, decision.resetAfterMs])
        expect([null, 0, 3 * waitStepMs]).toContain(wait);
    }
  });

  it('is asked of those that exist', () => {
    expect(() => specimenOfAlgorithm('no-such', 'x.lua', [])).toThrow(UsageError);
  });
});
