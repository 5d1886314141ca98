import { describe, expect, it } from 'vitest';
import {
  afterFailure,
  afterPass,
  changing,
  mayWantHint,
  nextAfter,
  standingOf,
  startedLast,
  stateOf,
} from '../../../src/challenge/learner/standing.ts';
import type { ChallengeProgress } from '../../../src/deps.ts';
import { three } from './challenges.ts';

const progress = (challenges: Record<string, ChallengeProgress>) => ({ missions: {}, challenges });

describe('how far somebody is', () => {
  it.each([
    [{}, 'open'],
    [{ hints: { decision: 1 } }, 'open'],
    [{ started: '/x' }, 'started'],
    [{ passed: true as const }, 'passed'],
    [{ started: '/x', passed: true as const, failures: 2, lastLaw: 'ttl' }, 'passed'],
  ])('%j is %s', (standing, state) => {
    expect(stateOf(standing)).toBe(state);
  });

  it('is changed for one challenge, and whatever else is known stays', () => {
    const before = { missions: { gcra: { done: true } }, challenges: { other: { passed: true as const } } };
    const after = changing('one', (standing) => ({ ...standing, started: '/x' }))(before);
    expect(after).toEqual({ ...before, challenges: { ...before.challenges, one: { started: '/x' } } });
    expect(standingOf(after, 'constructor')).toEqual({});
  });

  it('counts failures of one law in a row, and offers hints at each third', () => {
    let standing: ChallengeProgress = { started: '/x' };
    const offers = ['ttl', 'ttl', 'ttl', 'ttl', 'ttl', 'ttl', 'keys', 'ttl', 'ttl', 'ttl'].map((law) => {
      standing = afterFailure(standing, law);
      return [standing.failures, mayWantHint(standing)];
    });
    expect(offers).toEqual([
      [1, false],
      [2, false],
      [3, true],
      [4, false],
      [5, false],
      [6, true],
      [1, false],
      [1, false],
      [2, false],
      [3, true],
    ]);
    standing = afterPass(standing);
    expect(standing).toEqual({ started: '/x', passed: true });
    expect(afterFailure(standing, 'ttl')).toMatchObject({ passed: true, failures: 1 });
  });
});

describe('the challenge', () => {
  it('that was started last is known by its instant', () => {
    const known = {
      one: { started: '/a', startedMs: 5 },
      two: { started: '/b', startedMs: 9 },
      three: { passed: true as const },
      gone: { started: '/c', startedMs: 99 },
    };
    expect(startedLast(three, progress(known))?.id).toBe('two');
    expect(startedLast(three, progress({ three: { started: '/d' } }))?.id).toBe('three');
    expect(startedLast(three, progress({}))).toBeNull();
  });

  it.each([
    ['one', [], 'two'],
    ['one', ['two'], 'three'],
    ['three', [], 'one'],
    ['three', ['one', 'three'], 'two'],
    ['two', ['one', 'three'], undefined],
    ['two', ['one', 'two', 'three'], undefined],
  ])('after %s, with %j passed, is %s', (id, passed, next) => {
    const done = Object.fromEntries(passed.map((one) => [one, { passed: true as const }]));
    const from = three.find((one) => one.id === id)!;
    expect(nextAfter(from, three, progress(done))?.id).toBe(next);
  });
});
